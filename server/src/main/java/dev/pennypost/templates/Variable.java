package dev.pennypost.templates;

import java.time.Instant;
import java.util.UUID;

/// A variable of a template. It stays the same one over changes as long as its key does.
public record Variable(UUID id, Declaration declaration, Instant createdAt, Instant updatedAt) {
    String key() {
        return declaration.key();
    }
}
