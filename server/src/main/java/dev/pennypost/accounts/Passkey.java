package dev.pennypost.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A passkey as its owner sees it.
///
/// @param backedUp whether it exists on more than one device, as the authenticator says
/// @param lastUsedAt null when it never was
public record Passkey(
        PasskeyId id, String name, boolean backedUp, Instant createdAt, @Nullable Instant lastUsedAt) {}
