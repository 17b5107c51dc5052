package dev.pennypost.domains;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where the search for a domain's records stands.
///
/// @param round counts the times a check was asked for, so that an answer to an older question is not taken for news
/// @param done checks since something last changed, or a check was asked for
/// @param checkedAt the last check; null when there was none
/// @param nextCheckAt the next one; null when none is planned
public record CheckState(
        int round,
        int done,
        @Nullable Instant checkedAt,
        @Nullable Instant nextCheckAt) {
    public static final CheckState NEVER = new CheckState(0, 0, null, null);
}
