package dev.pennypost.inboxes;

import dev.pennypost.mail.dns.DomainName;

/// Why an inbox cannot be created.
public sealed interface InboxProblem {
    /// The text is no address.
    record BadAddress(String text) implements InboxProblem {}

    /// A name that is too long, or has control characters.
    record BadName(String text) implements InboxProblem {}

    /// The team does not have the domain.
    record NoSuchDomain(DomainName name) implements InboxProblem {}

    /// The team's domain is not verified, or suspended.
    record DomainNotActive(DomainName name, Standing standing) implements InboxProblem {}

    /// There is an inbox of this address.
    record AddressTaken(String address) implements InboxProblem {}
}
