package dev.pennypost.inboxes;

import java.util.UUID;

/// Identifies an inbox.
public record InboxId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
