package dev.pennypost.api.resend;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The two spellings of a moment in this API: PostgreSQL's text form in REST answers, ISO 8601 with `Z` in webhooks
/// and a few newer resources (contract §2.3).
final class Timestamps {
    private static final DateTimeFormatter POSTGRES = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .appendLiteral("+00")
            .toFormatter()
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /// Such as `2025-11-30 20:39:59.540771+00`: microseconds, trailing zeros dropped, no point when nothing follows.
    static String postgres(Instant at) {
        return POSTGRES.format(at.truncatedTo(ChronoUnit.MICROS));
    }

    static @Nullable String postgresOrNull(@Nullable Instant at) {
        return at == null ? null : postgres(at);
    }

    /// Such as `2026-08-22T15:28:00.000Z`: always milliseconds.
    static String iso(Instant at) {
        return ISO.format(at.truncatedTo(ChronoUnit.MILLIS));
    }
}
