package dev.pennypost.topics;

/// The answer to an [Interest].
public enum Consent {
    /// The recipient gets emails of the topic.
    GIVEN,
    /// The recipient opted out, or did not opt in where that is needed.
    MISSING,
    /// The team has no such topic, perhaps no more, so nobody can have wanted it.
    NO_SUCH_TOPIC
}
