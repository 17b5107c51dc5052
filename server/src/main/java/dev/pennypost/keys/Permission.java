package dev.pennypost.keys;

/// What an API key may do.
public enum Permission {
    /// Everything the team may.
    FULL_ACCESS,
    /// Send emails, and nothing else.
    SENDING_ACCESS
}
