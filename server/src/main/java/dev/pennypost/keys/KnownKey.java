package dev.pennypost.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key as it is remembered between requests.
///
/// @param expiresAt null when it does not end by itself
record KnownKey(Caller caller, @Nullable Instant expiresAt) {
    boolean hasExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
