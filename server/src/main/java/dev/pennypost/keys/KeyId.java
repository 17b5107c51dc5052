package dev.pennypost.keys;

import java.util.UUID;

/// Identifies an API key.
public record KeyId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
