package dev.pennypost.domains;

import java.util.UUID;

/// Identifies a customer's domain.
public record DomainId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
