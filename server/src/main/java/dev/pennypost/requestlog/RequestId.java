package dev.pennypost.requestlog;

import java.util.UUID;

/// Identifies a request in the log.
public record RequestId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
