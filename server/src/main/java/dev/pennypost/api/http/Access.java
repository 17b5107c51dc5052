package dev.pennypost.api.http;

/// What a route asks of its caller.
public enum Access {
    /// Anybody.
    OPEN,
    /// A key that may send, or more.
    SENDING,
    /// A key with full access.
    FULL
}
