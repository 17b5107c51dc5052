package dev.pennypost.domains.signing;

/// What an examination says about a key's record.
public enum Seen {
    /// Every server, and the resolver, serve it.
    SERVED,
    /// The zone's own servers do not have it.
    MISSING,
    /// Nothing certain.
    UNCLEAR
}
