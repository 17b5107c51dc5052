package dev.pennypost.api.resend;

import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.export.Exports;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.domains.share.Shares;
import dev.pennypost.domains.writer.DnsPublishing;
import java.util.function.BiFunction;

/// What helps a domain's owner to get its records published.
///
/// @param sharePage the address of a share token's page, as whoever sent the request reaches it
public record DomainTools(
        Providers providers,
        Exports exports,
        DomainConnect connect,
        DnsPublishing publishing,
        Shares shares,
        BiFunction<Request, String, String> sharePage) {
    void register(Router router, Domains domains) {
        new DomainExportRoutes(domains, exports, providers).register(router);
        new DomainConnectRoutes(domains, connect, providers).register(router);
        new DnsPublishRoutes(domains, publishing).register(router);
        new DomainShareRoutes(shares, sharePage).register(router);
    }
}
