package dev.pennypost.keys;

import dev.pennypost.domains.DomainId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An API key as others may see it: everything but its token.
///
/// @param domain the only domain it may send from; null when it may send from all
/// @param lastUsedAt to the minute or so; null when it never was
/// @param expiresAt when it lets nobody in any more; null for a key that does not end by itself
public record ApiKey(
        KeyId id,
        String name,
        Permission permission,
        @Nullable DomainId domain,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt) {}
