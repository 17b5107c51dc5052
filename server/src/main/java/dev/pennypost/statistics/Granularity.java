package dev.pennypost.statistics;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/// How long the periods of a report are. Weeks begin on Monday.
public enum Granularity {
    HOURLY,
    DAILY,
    WEEKLY,
    MONTHLY;

    /// When the period began that a time lies in.
    ZonedDateTime start(ZonedDateTime time) {
        LocalDate date = time.toLocalDate();
        return switch (this) {
            case HOURLY -> time.truncatedTo(ChronoUnit.HOURS);
            case DAILY -> date.atStartOfDay(time.getZone());
            case WEEKLY ->
                date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay(time.getZone());
            case MONTHLY -> date.withDayOfMonth(1).atStartOfDay(time.getZone());
        };
    }

    /// When the period begins that follows the one that began then.
    ZonedDateTime next(ZonedDateTime start) {
        LocalDate date = start.toLocalDate();
        return switch (this) {
            case HOURLY -> nextHour(start);
            case DAILY -> date.plusDays(1).atStartOfDay(start.getZone());
            case WEEKLY -> start(start).toLocalDate().plusWeeks(1).atStartOfDay(start.getZone());
            case MONTHLY -> date.plusMonths(1).withDayOfMonth(1).atStartOfDay(start.getZone());
        };
    }

    /// Where clocks are set back by half an hour, as on Lord Howe Island, the hour after that begins at a half.
    private static ZonedDateTime nextHour(ZonedDateTime start) {
        ZonedDateTime later = start.plusHours(1);
        ZonedDateTime whole = later.truncatedTo(ChronoUnit.HOURS);
        return whole.toInstant().isAfter(start.toInstant()) ? whole : later;
    }
}
