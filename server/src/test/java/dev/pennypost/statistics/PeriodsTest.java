package dev.pennypost.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodsTest {
    @Test
    void beginsDaysAtMidnightInKathmandu() {
        assertThat(starts(Granularity.DAILY, "Asia/Kathmandu", "2026-07-01T18:14:00Z", "2026-07-02T18:16:00Z"))
                .containsExactly("2026-06-30T18:15:00Z", "2026-07-01T18:15:00Z", "2026-07-02T18:15:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28T23:00:00Z, 2026-03-30T12:00:00Z, 23",
        "Europe/Berlin, 2026-10-24T22:00:00Z, 2026-10-26T12:00:00Z, 25",
        "America/New_York, 2026-03-08T05:00:00Z, 2026-03-09T12:00:00Z, 23",
        "America/New_York, 2026-11-01T04:00:00Z, 2026-11-02T12:00:00Z, 25"
    })
    void countsTheHoursOfDaysOnWhichClocksAreSet(String zone, String from, String to, int hours) {
        var days =
                new Periods(Granularity.DAILY, ZoneId.of(zone)).touching(Instant.parse(from), Instant.parse(to), 100);
        assertThat(days).hasSize(2);
        assertThat(days.getFirst().toInstant()).isEqualTo(from);
        assertThat(Duration.between(days.getFirst(), days.get(1))).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void showsTheSameHourTwiceWhereClocksAreSetBack() {
        var hours = new Periods(Granularity.HOURLY, ZoneId.of("Europe/Berlin"))
                .touching(Instant.parse("2026-10-25T00:00:00Z"), Instant.parse("2026-10-25T02:30:00Z"), 100);
        assertThat(hours.stream()
                        .map(hour -> hour.toLocalDateTime() + hour.getOffset().getId()))
                .containsExactly("2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00");
    }

    @ParameterizedTest
    @CsvSource({"2026-04-04T10:00:00Z", "2026-10-03T10:00:00Z"})
    void goesOnWhereClocksAreSetByHalfAnHour(Instant from) {
        var hours = new Periods(Granularity.HOURLY, ZoneId.of("Australia/Lord_Howe"))
                .touching(from, from.plus(Duration.ofHours(12)), 100);
        assertThat(hours).hasSizeBetween(12, 14);
        assertThat(IntStream.range(1, hours.size())).allMatch(i -> hours.get(i).isAfter(hours.get(i - 1)));
    }

    @Test
    void beginsWeeksOnMondaysAndMonthsOnTheFirst() {
        assertThat(starts(Granularity.WEEKLY, "UTC", "2026-07-01T00:00:00Z", "2026-07-14T00:00:00Z"))
                .containsExactly("2026-06-29T00:00:00Z", "2026-07-06T00:00:00Z", "2026-07-13T00:00:00Z");
        assertThat(starts(Granularity.MONTHLY, "UTC", "2026-01-31T00:00:00Z", "2026-03-01T00:00:00Z"))
                .containsExactly("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    }

    @Test
    void givesNoMoreThanAskedFor() {
        assertThat(new Periods(Granularity.HOURLY, ZoneId.of("UTC"))
                        .touching(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-01-01T00:00:00Z"), 7))
                .hasSize(7);
    }

    private static List<String> starts(Granularity granularity, String zone, String from, String to) {
        return new Periods(granularity, ZoneId.of(zone))
                .touching(Instant.parse(from), Instant.parse(to), 100).stream()
                        .map(ZonedDateTime::toInstant)
                        .map(Instant::toString)
                        .toList();
    }
}
