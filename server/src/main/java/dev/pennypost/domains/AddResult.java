package dev.pennypost.domains;

/// What came of adding a domain.
public sealed interface AddResult {
    record Added(Domain domain) implements AddResult {}

    record Refused(DomainProblem problem) implements AddResult {}
}
