package dev.pennypost.keys;

/// What an API key may do.
public enum Permission {
    /// Everything the team may, and manage its members as an admin does. Only who may do so makes such a key.
    TEAM_ACCESS,
    /// Everything the team may, but managing its members: everybody makes such a key who may manage keys.
    FULL_ACCESS,
    /// Send emails, and nothing else.
    SENDING_ACCESS
}
