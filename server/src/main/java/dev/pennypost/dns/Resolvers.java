package dev.pennypost.dns;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.mail.dns.CachingResolver;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.dns.TrustAnchors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/// The server's ways to ask DNS.
///
/// @param fresh asks anew every time: verification must see what was published a second ago
/// @param caching remembers answers for their time to live: delivery asks the same again and again
public record Resolvers(Resolver fresh, Resolver caching) {
    public static Resolvers of(DnsConfig config, InstantSource clock) {
        Resolver fresh = switch (config.validate()) {
            case RESOLVER -> believing(config, config.trustAd()::includes);
            case OFF -> believing(config, _ -> false);
            case SELF ->
                DnsResolver.validating(
                        addresses(config),
                        DnsResolver.DEFAULT_TIMEOUT,
                        DnsResolver.DEFAULT_TRIES,
                        anchors(config.trustAnchors()),
                        clock);
        };
        return new Resolvers(fresh, new CachingResolver(fresh, clock));
    }

    private static Resolver believing(DnsConfig config, Predicate<InetAddress> resolvers) {
        return new DnsResolver(addresses(config), DnsResolver.DEFAULT_TIMEOUT, DnsResolver.DEFAULT_TRIES, resolvers);
    }

    private static TrustAnchors anchors(String file) {
        if (file.isEmpty()) return TrustAnchors.iana();
        try {
            return TrustAnchors.parse(Files.readString(Path.of(file)));
        } catch (IOException | IllegalArgumentException unusable) {
            throw new CannotStart("dns.trust-anchors: cannot use " + file + ": " + unusable.getMessage(), unusable);
        }
    }

    static List<InetSocketAddress> addresses(DnsConfig config) {
        if (config.resolvers().isEmpty()) return DnsResolver.systemServers();
        return config.resolvers().stream().map(Resolvers::address).toList();
    }

    private static InetSocketAddress address(HostPort server) {
        return new InetSocketAddress(server.host(), server.port());
    }
}
