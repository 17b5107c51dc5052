package dev.pennypost.accounts;

import java.util.UUID;

/// Identifies a person.
public record PersonId(UUID value) implements Doer {
    @Override
    public String toString() {
        return value.toString();
    }
}
