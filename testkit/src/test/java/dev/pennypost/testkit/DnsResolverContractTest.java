package dev.pennypost.testkit;

import dev.pennypost.mail.dns.CachingResolver;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.DnsServer;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.dns.Zone;
import dev.pennypost.mail.dns.Zones;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The real resolver against our own server, which refuses `broken.test` because it has no such zone.
@TestInstance(Lifecycle.PER_CLASS)
class DnsResolverContractTest {
    private DnsServer server;
    private Resolver resolver;

    @BeforeAll
    void start() throws IOException {
        var zones = new Zones();
        zones.put(Zone.parse(DomainName.ofDns(ResolverContract.ORIGIN), ResolverContract.ZONE));
        server = DnsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), zones);
        resolver = new DnsResolver(List.of(server.address()), Duration.ofSeconds(5), 1);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Nested
    class Plain implements ResolverContract {
        @Override
        public Resolver resolver() {
            return resolver;
        }
    }

    @Nested
    class Cached implements ResolverContract {
        private final Resolver cached = new CachingResolver(resolver, new FixedClock());

        @Override
        public Resolver resolver() {
            return cached;
        }
    }
}
