package dev.pennypost.api.resend;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.writer.Diff;
import dev.pennypost.domains.writer.DnsPublishing;
import dev.pennypost.domains.writer.DnsPublishing.Order;
import dev.pennypost.domains.writer.PublishResult;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// `/domains/{id}/dns`: publishing a domain's records with the owner's token. Ours, not Resend's.
final class DnsPublishRoutes {
    private static final Set<Diff.Action> WRITES =
            Set.of(Diff.Action.CREATE, Diff.Action.REPLACE, Diff.Action.REMOVE);

    private final Domains domains;
    private final DnsPublishing publishing;

    DnsPublishRoutes(Domains domains, DnsPublishing publishing) {
        this.domains = domains;
        this.publishing = publishing;
    }

    void register(Router router) {
        router.post("/domains/{id}/dns/preview", FULL, this::preview)
                .confidential()
                .post("/domains/{id}/dns/publish", FULL, this::publish)
                .confidential();
    }

    private Response preview(Request request) {
        return withDomain(request, domain -> publishing.preview(order(domain, request.fields())));
    }

    private Response publish(Request request) {
        return withDomain(request, domain -> {
            var fields = request.fields();
            String shown = fields.requiredText("diff_id");
            var result = publishing.publish(order(domain, fields), shown);
            if (result instanceof PublishResult.Published(var diff)) published(domain, diff);
            return result;
        });
    }

    private void published(Domain domain, Diff diff) {
        var written = diff.changes().stream()
                .filter(change -> WRITES.contains(change.action()))
                .map(DnsPublishRoutes::inWords)
                .toList();
        if (!written.isEmpty()) domains.published(domain.team(), domain.id(), diff.zone(), written);
        domains.verify(domain.team(), domain.id());
    }

    private static String inWords(Diff.Change change) {
        return change.action().name().toLowerCase(Locale.ROOT) + " " + change.type() + " "
                + change.name().ascii();
    }

    private Response withDomain(Request request, Function<Domain, PublishResult> ask) {
        return domains.get(request.caller().team(), new DomainId(ResendIds.inPath(request, "id")))
                .map(domain -> spell(ask.apply(domain)))
                .orElseGet(() -> ResendErrors.notFound("Domain"));
    }

    private static Response spell(PublishResult result) {
        return switch (result) {
            case PublishResult.Previewed(var diff) -> Response.ok(DnsDiffJson.of(diff, false));
            case PublishResult.Published(var diff) -> Response.ok(DnsDiffJson.of(diff, true));
            case PublishResult.Refused(var problem) -> ResendWriterProblems.spell(problem);
        };
    }

    private static Order order(Domain domain, Fields fields) {
        return new Order(
                domain.name(),
                domain.records().stream().map(DomainRecord::planned).toList(),
                DnsCredentialsJson.read(fields),
                fields.flag("replace").orElse(false));
    }
}
