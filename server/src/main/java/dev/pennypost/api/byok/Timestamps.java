package dev.pennypost.api.byok;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// A moment in this API: ISO 8601 with milliseconds and `Z`.
final class Timestamps {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    static String iso(Instant at) {
        return ISO.format(at);
    }

    static @Nullable String isoOrNull(@Nullable Instant at) {
        return at == null ? null : iso(at);
    }
}
