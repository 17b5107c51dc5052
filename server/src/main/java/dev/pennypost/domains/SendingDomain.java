package dev.pennypost.domains;

import dev.pennypost.mail.dns.DomainName;
import org.jspecify.annotations.Nullable;

/// A domain as senders need it.
///
/// @param maySend whether mail from it is accepted now
/// @param returnPath the domain of the reverse path, such as `send.example.com`
/// @param tracking what is told of its emails, as far as its owner says so for all of them
/// @param lacksDmarc whether the last check found no valid DMARC record, not even an inherited one
public record SendingDomain(
        DomainId id,
        DomainName name,
        DomainStatus status,
        boolean maySend,
        DomainName returnPath,
        TlsMode tls,
        boolean lacksDmarc,
        Tracking tracking) {
    /// How a domain's emails are tracked.
    ///
    /// @param host where their links may lead; null as long as its record is not verified
    public record Tracking(
            boolean opens, boolean clicks, @Nullable DomainName host) {}
}
