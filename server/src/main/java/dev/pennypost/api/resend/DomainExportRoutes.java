package dev.pennypost.api.resend;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.export.Export;
import dev.pennypost.domains.export.ExportFormat;
import dev.pennypost.domains.export.Exports;
import dev.pennypost.domains.export.ZonePlan;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.provider.Providers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// `/domains/{id}/export`: the records as a file. Ours.
final class DomainExportRoutes {
    private final Domains domains;
    private final Exports exports;
    private final Providers providers;

    DomainExportRoutes(Domains domains, Exports exports, Providers providers) {
        this.domains = domains;
        this.exports = exports;
        this.providers = providers;
    }

    void register(Router router) {
        router.get("/domains/{id}/export", FULL, this::export);
    }

    private Response export(Request request) {
        var format = format(request);
        var id = new DomainId(ResendIds.inPath(request, "id"));
        return domains.get(request.caller().team(), id)
                .map(domain -> download(exports.export(plan(domain), format)))
                .orElseGet(() -> ResendErrors.notFound("Domain"));
    }

    private static ExportFormat format(Request request) {
        String wanted = request.query("format").orElse("bind");
        return Arrays.stream(ExportFormat.values())
                .filter(format -> ResendStatuses.of(format).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Refusal(new HttpProblem.BadField(
                        "format",
                        "Invalid `format` parameter. It must be \"bind\" | \"cloudflare\" | \"route53\" | \"terraform\" |"
                                + " \"csv\".")));
    }

    private ZonePlan plan(Domain domain) {
        var servers = domain.dns().nameServers();
        return new ZonePlan(
                domain.name(),
                domain.zone(),
                servers,
                providers.of(servers).orElse(Provider.UNKNOWN),
                domain.plan());
    }

    private static Response download(Export export) {
        return Response.bytes(export.contentType(), export.text().getBytes(StandardCharsets.UTF_8))
                .with("Content-Disposition", "attachment; filename=\"" + export.fileName() + "\"");
    }
}
