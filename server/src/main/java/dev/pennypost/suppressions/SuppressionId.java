package dev.pennypost.suppressions;

import java.util.UUID;

/// Identifies a suppression.
public record SuppressionId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
