package dev.pennypost.streams;

import java.util.UUID;

/// Identifies an event stream.
public record StreamId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
