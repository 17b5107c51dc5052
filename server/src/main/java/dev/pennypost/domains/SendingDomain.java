package dev.pennypost.domains;

import dev.pennypost.mail.dns.DomainName;

/// A domain as senders need it.
///
/// @param maySend whether mail from it is accepted now
/// @param returnPath the domain of the reverse path, such as `send.example.com`
/// @param lacksDmarc whether the last check found no valid DMARC record, not even an inherited one
public record SendingDomain(
        DomainId id,
        DomainName name,
        DomainStatus status,
        boolean maySend,
        DomainName returnPath,
        TlsMode tls,
        boolean lacksDmarc) {}
