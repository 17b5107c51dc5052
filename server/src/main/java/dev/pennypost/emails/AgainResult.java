package dev.pennypost.emails;

/// What became of sending an email once more.
public sealed interface AgainResult {
    /// @param id of the new email
    record Accepted(EmailId id) implements AgainResult {}

    record Refused(EmailProblem problem) implements AgainResult {}

    /// It has not left, or never did: what it is to carry may be missing.
    record NeverLeft() implements AgainResult {}

    /// The team has no such email.
    record NoSuchEmail() implements AgainResult {}
}
