package dev.pennypost.tracking;

import dev.pennypost.mail.dns.DomainName;
import java.util.Optional;
import java.util.function.Predicate;

/// Knows which tracking hosts of customers' domains are served.
@FunctionalInterface
public interface LinkHosts {
    /// How links at a host begin, such as `https://links.example.com`; empty while nobody answers there.
    ///
    /// @param host its record is verified
    Optional<String> origin(DomainName host);

    /// As the operator configured it.
    ///
    /// @param certified whether we hold a certificate for a host
    static LinkHosts of(TrackingConfig config, Predicate<DomainName> certified) {
        return switch (config.ownHosts()) {
            case HTTPS -> host -> certified.test(host) ? Optional.of("https://" + host.ascii()) : Optional.empty();
            case PROXY -> host -> Optional.of("https://" + host.ascii());
            case HTTP -> host -> Optional.of("http://" + host.ascii());
            case OFF -> _ -> Optional.empty();
        };
    }
}
