package dev.pennypost.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which changes are wanted; null wherever it does not matter.
///
/// @param action as `domain.updated`
/// @param from inclusive
/// @param to exclusive
public record AuditFilter(
        Subject.@Nullable Kind subjectType,
        @Nullable String subjectId,
        Actor.@Nullable Kind actorType,
        @Nullable UUID actorId,
        @Nullable String action,
        @Nullable Instant from,
        @Nullable Instant to) {
    /// Every change.
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null, null);
}
