package dev.pennypost.submission;

/// Why a message is not taken, whoever sends it.
sealed interface MessageProblem {
    /// Has a NUL, which some servers drop: what they then see is another message (RFC 5322 §4, RFC 2045 §2.8).
    record Nul() implements MessageProblem {}

    /// Has a line in its header that is no field.
    record MalformedHeader() implements MessageProblem {}

    /// Has no From field.
    record NoFrom() implements MessageProblem {}

    /// Has several From fields, or one that does not hold exactly one mailbox.
    record BadFrom() implements MessageProblem {}

    /// Has passed more servers than any message on its way does (RFC 5321 §6.3).
    record Loop() implements MessageProblem {}

    /// Is beyond the limits of the reader of messages.
    record TooComplex(String why) implements MessageProblem {}

    /// The idempotency key is longer than 256 characters.
    record BadIdempotencyKey() implements MessageProblem {}
}
