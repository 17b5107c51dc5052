package dev.pennypost.statistics;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/// The periods that a report is broken down by, as the clocks of a time zone show them.
public record Periods(Granularity granularity, ZoneId zone) {
    /// The beginnings of all periods that a range touches, in their order; the first may lie before the range.
    ///
    /// @param limit no more than these are given
    public List<ZonedDateTime> touching(Instant from, Instant to, int limit) {
        var starts = new ArrayList<ZonedDateTime>();
        ZonedDateTime start = granularity.start(from.atZone(zone));
        do {
            starts.add(start);
            start = granularity.next(start);
        } while (starts.size() < limit && start.toInstant().isBefore(to));
        return starts;
    }
}
