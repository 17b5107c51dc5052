package dev.pennypost.domains;

import dev.pennypost.domains.signing.DomainKey;
import dev.pennypost.domains.signing.KeyProblem;

/// What came of asking for a key to be made, taken in or withdrawn.
public sealed interface KeyResult {
    record Done(DomainKey key) implements KeyResult {}

    record Refused(KeyProblem problem) implements KeyResult {}

    /// The team has no such domain.
    record NoSuchDomain() implements KeyResult {}
}
