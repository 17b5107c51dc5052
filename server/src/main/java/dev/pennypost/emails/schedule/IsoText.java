package dev.pennypost.emails.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Optional;

/// ISO 8601 as programs and people write it: with `T` or a space, with or without seconds, with an offset or `Z`, or
/// without, which means UTC.
final class IsoText {
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("uuuu-MM-dd[[' ']['T']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[' '][XXX][X]]")
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    private IsoText() {}

    static Optional<Instant> parse(String text) {
        try {
            TemporalAccessor parsed = FORM.parse(text);
            ZoneId zone = parsed.query(TemporalQueries.zone());
            return Optional.of(LocalDateTime.from(parsed)
                    .atZone(zone == null ? ZoneOffset.UTC : zone)
                    .toInstant());
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }
}
