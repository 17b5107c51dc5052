package dev.pennypost.domains;

/// What came of changing a domain.
public sealed interface UpdateResult {
    record Updated(Domain domain) implements UpdateResult {}

    record Refused(DomainProblem problem) implements UpdateResult {}

    /// The team has no such domain.
    record NoSuchDomain() implements UpdateResult {}
}
