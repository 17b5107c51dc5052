package dev.pennypost.dns;

import dev.pennypost.config.HostPort;
import dev.pennypost.mail.dns.CachingResolver;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.Resolver;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;

/// The server's ways to ask DNS.
///
/// @param fresh asks anew every time: verification must see what was published a second ago
/// @param caching remembers answers for their time to live: delivery asks the same again and again
public record Resolvers(Resolver fresh, Resolver caching) {
    public static Resolvers of(DnsConfig config, InstantSource clock) {
        Resolver fresh = new DnsResolver(
                addresses(config), DnsResolver.DEFAULT_TIMEOUT, DnsResolver.DEFAULT_TRIES, config.trustAd()::includes);
        return new Resolvers(fresh, new CachingResolver(fresh, clock));
    }

    static List<InetSocketAddress> addresses(DnsConfig config) {
        if (config.resolvers().isEmpty()) return DnsResolver.systemServers();
        return config.resolvers().stream().map(Resolvers::address).toList();
    }

    private static InetSocketAddress address(HostPort server) {
        return new InetSocketAddress(server.host(), server.port());
    }
}
