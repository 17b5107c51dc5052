package dev.pennypost.accounts;

import java.util.UUID;

/// Identifies a session. It lets nobody in; the [SessionToken] does.
public record SessionId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
