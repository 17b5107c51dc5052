package dev.pennypost.accounts;

import java.util.UUID;

/// Identifies a passkey, towards its owner. Authenticators call it something else.
public record PasskeyId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
