package dev.pennypost.api.resend;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.connect.Offer;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.provider.Providers;
import org.jspecify.annotations.Nullable;

/// `/domains/{id}/connect`: whether the zone's DNS host writes the records itself. Ours.
final class DomainConnectRoutes {
    private final Domains domains;
    private final DomainConnect connect;
    private final Providers providers;

    DomainConnectRoutes(Domains domains, DomainConnect connect, Providers providers) {
        this.domains = domains;
        this.connect = connect;
        this.providers = providers;
    }

    void register(Router router) {
        router.get("/domains/{id}/connect", FULL, this::connect);
    }

    private Response connect(Request request) {
        var id = new DomainId(ResendIds.inPath(request, "id"));
        return domains.get(request.caller().team(), id)
                .map(domain -> Response.ok(json(domain)))
                .orElseGet(() -> ResendErrors.notFound("Domain"));
    }

    private ConnectJson json(Domain domain) {
        var open = domain.records().stream()
                .filter(record -> record.status() != RecordStatus.VERIFIED)
                .map(DomainRecord::planned)
                .toList();
        return ConnectJson.of(
                connect.offer(domain.name(), domain.zone(), open),
                providers.of(domain.dns().nameServers()).orElse(Provider.UNKNOWN),
                domain);
    }

    private record ConnectJson(
            String object,
            boolean supported,
            @Nullable String provider,
            @Nullable String applyUrl,
            @Nullable String controlPanelUrl) {
        static ConnectJson of(Offer offer, Provider provider, Domain domain) {
            boolean known = !provider.equals(Provider.UNKNOWN);
            String panel = offer.controlPanelUrl();
            return new ConnectJson(
                    "domain_connect",
                    offer.supported(),
                    offer.provider() == null && known ? provider.name() : offer.provider(),
                    offer.applyUrl(),
                    panel == null ? provider.editor(domain.zone()).orElse(null) : panel);
        }
    }
}
