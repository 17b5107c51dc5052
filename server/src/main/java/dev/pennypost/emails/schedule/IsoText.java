package dev.pennypost.emails.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// ISO 8601 as programs and people write it: with `T` or a space, with or without seconds, with an offset or `Z`, or
/// without, which means UTC.
final class IsoText {
    /// Only seconds have a fraction: `10:00.5` is half a minute to ISO 8601 and half a second to many a program.
    private static final Pattern FORM = Pattern.compile("(?<date>\\d{4}-\\d{2}-\\d{2})"
            + "(?:[T ](?<time>\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)(?: ?(?<zone>Z|[+-]\\d{2}(?::?\\d{2})?))?)?");

    private IsoText() {}

    static Optional<Instant> parse(String text) {
        Matcher parts = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!parts.matches()) return Optional.empty();
        try {
            return Optional.of(moment(parts));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static Instant moment(Matcher parts) {
        LocalDate date = LocalDate.parse(parts.group("date"));
        if (parts.group("time") == null) return date.atStartOfDay().toInstant(ZoneOffset.UTC);
        ZoneOffset offset = parts.group("zone") == null ? ZoneOffset.UTC : ZoneOffset.of(parts.group("zone"));
        return date.atTime(LocalTime.parse(parts.group("time"))).toInstant(offset);
    }
}
