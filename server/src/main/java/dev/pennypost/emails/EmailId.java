package dev.pennypost.emails;

import java.util.UUID;

/// Identifies an email.
public record EmailId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
