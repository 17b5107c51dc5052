package dev.pennypost.emails;

/// What became of a request to send.
public sealed interface SendResult {
    /// Stored and queued: it survives a crash from here on.
    record Accepted(EmailId id) implements SendResult {}

    /// Nothing was stored.
    record Refused(EmailProblem problem) implements SendResult {}
}
