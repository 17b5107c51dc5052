package dev.pennypost.inboxes;

import java.time.Instant;

/// What came of removing a domain.
public sealed interface RemoveResult {
    record Removed(Instant at) implements RemoveResult {}

    /// It has inboxes.
    record InUse(long inboxes) implements RemoveResult {}

    /// The team has no such domain.
    record NoSuchDomain() implements RemoveResult {}
}
