package dev.pennypost.emails;

/// What became of a change to an email that waits for its time.
public sealed interface ChangeResult {
    record Changed(EmailId id) implements ChangeResult {}

    /// Nothing was changed.
    record Refused(EmailProblem problem) implements ChangeResult {}

    /// The team has no such email.
    record NoSuchEmail() implements ChangeResult {}
}
