package dev.pennypost.inboxes;

import dev.pennypost.domains.DomainProblem;

/// What came of registering a domain.
public sealed interface RegisterResult {
    record Registered(DetailedDomain domain) implements RegisterResult {}

    record Refused(DomainProblem problem) implements RegisterResult {}
}
