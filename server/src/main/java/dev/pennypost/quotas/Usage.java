package dev.pennypost.quotas;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// What a team has used of its quotas.
///
/// @param date the day of UTC that `day` counts, in the month that `month` counts
public record Usage(LocalDate date, EmailCount day, EmailCount month) {
    /// When the count of the day starts anew.
    public Instant dayEnds() {
        return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /// When the count of the month starts anew.
    public Instant monthEnds() {
        return monthOf(date).plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static LocalDate monthOf(LocalDate date) {
        return date.withDayOfMonth(1);
    }

    static Usage nothing(LocalDate date) {
        return new Usage(date, EmailCount.NOTHING, EmailCount.NOTHING);
    }

    Usage plusSent(long more) {
        return new Usage(date, day.plusSent(more), month.plusSent(more));
    }
}
