package dev.pennypost.dashboard.metrics;

import dev.pennypost.statistics.Granularity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far a report looks back, and in which periods, by the clocks of UTC.
enum Span {
    DAY("24h", "24 hours", Granularity.HOURLY, 24),
    WEEK("7d", "7 days", Granularity.DAILY, 7),
    MONTH("30d", "30 days", Granularity.DAILY, 30),
    QUARTER("90d", "90 days", Granularity.DAILY, 90);

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    private final String word;
    private final String title;
    private final Granularity granularity;
    private final int periods;

    Span(String word, String title, Granularity granularity, int periods) {
        this.word = word;
        this.title = title;
        this.granularity = granularity;
        this.periods = periods;
    }

    static Optional<Span> of(String word) {
        return Arrays.stream(values()).filter(span -> span.word.equals(word)).findFirst();
    }

    /// As addresses have it.
    String word() {
        return word;
    }

    String title() {
        return title;
    }

    Granularity granularity() {
        return granularity;
    }

    /// The beginning of the first of its periods, the last of which is the current one.
    Instant start(Instant now) {
        ChronoUnit unit = granularity == Granularity.HOURLY ? ChronoUnit.HOURS : ChronoUnit.DAYS;
        return now.truncatedTo(unit).minus(periods - 1L, unit);
    }

    String label(ZonedDateTime period) {
        return (granularity == Granularity.HOURLY ? HOUR : DATE).format(period.withZoneSameInstant(ZoneOffset.UTC));
    }
}
