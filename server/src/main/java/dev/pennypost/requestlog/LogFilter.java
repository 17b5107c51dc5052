package dev.pennypost.requestlog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which requests are wanted; null wherever it does not matter.
///
/// @param lowestStatus inclusive, as are `highestStatus` and `from`
/// @param path a part of it
/// @param userAgent a part of it, whatever the case
/// @param to exclusive
public record LogFilter(
        @Nullable Integer lowestStatus,
        @Nullable Integer highestStatus,
        @Nullable String method,
        @Nullable String path,
        @Nullable String userAgent,
        @Nullable UUID key,
        @Nullable Instant from,
        @Nullable Instant to) {
    /// Every request.
    public static final LogFilter ALL = new LogFilter(null, null, null, null, null, null, null, null);
}
