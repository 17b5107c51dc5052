package dev.pennypost.keys;

/// What a token that somebody shows turns out to be.
public sealed interface Recognition {
    /// A key that is good.
    record Known(Caller caller) implements Recognition {}

    /// A key whose time is over.
    record Expired() implements Recognition {}

    /// No key of ours, or one that was removed.
    record Unknown() implements Recognition {}
}
