package dev.pennypost.inboxes;

/// What came of creating an inbox.
public sealed interface CreateResult {
    record Created(Inbox inbox) implements CreateResult {}

    record Refused(InboxProblem problem) implements CreateResult {}
}
