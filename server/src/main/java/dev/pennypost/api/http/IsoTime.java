package dev.pennypost.api.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Moments as ISO 8601 texts in UTC, in the two precisions that dialects use.
public final class IsoTime {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private IsoTime() {}

    /// Such as `2026-03-19T08:00:00.000Z`.
    public static String millis(Instant at) {
        return MILLIS.format(at);
    }

    public static @Nullable String millisOrNull(@Nullable Instant at) {
        return at == null ? null : millis(at);
    }

    /// Such as `2024-01-15T10:00:00Z`.
    public static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static @Nullable String secondsOrNull(@Nullable Instant at) {
        return at == null ? null : seconds(at);
    }
}
