package dev.pennypost.api.http;

import dev.pennypost.certificates.Certificates;
import dev.pennypost.config.HostPort;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The part that HTTPS has in the API's listener: where it listens, with which certificates, and for whom it
/// is the only way.
public final class Encryption {
    /// No HTTPS.
    public static final Encryption NONE = new Encryption(null);

    /// Where certificate authorities look for what proves a host (RFC 8555 §8.3): on port 80, and no
    /// authority has to follow redirects.
    public static final String CHALLENGES = "/.well-known/acme-challenge";

    private final @Nullable Certificates certificates;

    private Encryption(@Nullable Certificates certificates) {
        this.certificates = certificates;
    }

    /// With these certificates, as their settings say.
    public static Encryption with(Certificates certificates) {
        return new Encryption(certificates);
    }

    List<HostPort> listen() {
        return certificates == null ? List.of() : certificates.https().listen();
    }

    SSLContext tls() {
        return Objects.requireNonNull(certificates).tls();
    }

    /// Where a request without TLS should have gone; empty where it may stay.
    ///
    /// @param authority what the client calls us, perhaps with a port
    Optional<String> redirect(String authority, String path) {
        if (certificates == null || path.startsWith(CHALLENGES + "/")) return Optional.empty();
        return host(authority).filter(certificates::isServed).map(host -> "https://" + host + path);
    }

    /// What RFC 6797 §6.1 has us say at this host: nothing where the host is a customer's, who may have other
    /// plans for it.
    Optional<String> strictTransport(String authority) {
        if (certificates == null || certificates.https().hstsDays() <= 0) return Optional.empty();
        return host(authority)
                .filter(certificates::isOperators)
                .map(_ -> "max-age="
                        + Duration.ofDays(certificates.https().hstsDays()).toSeconds());
    }

    private static Optional<DomainName> host(String authority) {
        try {
            int port = authority.lastIndexOf(':');
            return Optional.of(DomainName.parse(port < 0 ? authority : authority.substring(0, port)));
        } catch (BadDomainName unnamed) {
            return Optional.empty();
        }
    }
}
