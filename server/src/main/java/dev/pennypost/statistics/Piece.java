package dev.pennypost.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Some whole days of UTC, or a part of one, all of it in one period of a report.
///
/// @param period counts from 0
/// @param to not included
/// @param begin the quarter of an hour that the part begins with, from 0
/// @param end the one that it ends before; 96 for the end of the day
record Piece(int period, LocalDate from, LocalDate to, int begin, int end) {
    private static final int QUARTERS = 96;
    private static final Duration QUARTER = Duration.ofMinutes(15);

    boolean isWhole() {
        return begin == 0 && end == QUARTERS;
    }

    /// The pieces of a range; three for a period at most, however long it is.
    ///
    /// @param starts where the periods begin, in their order; the first not after the range
    static List<Piece> of(Instant from, Instant to, List<Instant> starts) {
        var pieces = new ArrayList<Piece>();
        for (int i = 0; i < starts.size(); i++) {
            Instant start = starts.get(i).isAfter(from) ? starts.get(i) : from;
            Instant next = i + 1 < starts.size() && starts.get(i + 1).isBefore(to) ? starts.get(i + 1) : to;
            if (start.isBefore(next)) cut(pieces, i, start, next);
        }
        return pieces;
    }

    private static void cut(List<Piece> pieces, int period, Instant from, Instant to) {
        LocalDate first = day(from);
        LocalDate last = day(to);
        if (first.equals(last)) {
            pieces.add(new Piece(period, first, first.plusDays(1), quarter(from), quarter(to)));
            return;
        }
        LocalDate whole = quarter(from) == 0 ? first : first.plusDays(1);
        if (whole.isAfter(first)) pieces.add(new Piece(period, first, whole, quarter(from), QUARTERS));
        if (last.isAfter(whole)) pieces.add(new Piece(period, whole, last, 0, QUARTERS));
        if (quarter(to) > 0) pieces.add(new Piece(period, last, last.plusDays(1), 0, quarter(to)));
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static int quarter(Instant time) {
        return (int) Duration.between(time.truncatedTo(ChronoUnit.DAYS), time).dividedBy(QUARTER);
    }
}
