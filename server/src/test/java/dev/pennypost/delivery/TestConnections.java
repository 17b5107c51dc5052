package dev.pennypost.delivery;

import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.tls.SessionOpener;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.delivery.traffic.TrafficConfig;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.storage.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Connections to the exchangers that DNS names, wherever they are.
final class TestConnections {
    private TestConnections() {}

    /// @param first the name of the first exchanger
    /// @param port of all exchangers
    static SiteConnection to(
            DomainName domain,
            String first,
            int port,
            Resolver resolver,
            Database database,
            Semaphore connections,
            InstantSource clock) {
        var routes = new Routes(
                Map.of(),
                resolver,
                _ -> true,
                new OwnHosts(Set.of("mta.test"), Set.of()),
                Ipv6.NEVER,
                List::getFirst,
                HostPort::toString,
                clock,
                port);
        return new SiteConnection(
                new SiteKey(first, TlsMode.OPPORTUNISTIC, "default", first, domain),
                routes,
                new Traffic(TrafficConfig.USUAL, 4, database, "test-node", clock),
                SessionOpener.simple(resolver, clock),
                ClientOptions.named("mta.test"),
                Map.of(),
                connections,
                clock,
                new Random(7));
    }
}
