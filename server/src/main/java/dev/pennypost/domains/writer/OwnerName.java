package dev.pennypost.domains.writer;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.util.Optional;

/// Reads names that a DNS host sent: what cannot be one is nothing to us, and must not stop us.
final class OwnerName {
    private OwnerName() {}

    static Optional<DomainName> read(String text) {
        try {
            return Optional.of(DomainName.ofDns(text));
        } catch (BadDomainName notAName) {
            return Optional.empty();
        }
    }
}
