package dev.pennypost.emails.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTextTest {
    private static final Instant WEDNESDAY_NOON = Instant.parse("2026-03-04T12:00:00Z");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (refused|\\d[^ ]+) \\|");

    record Example(String text, String means) {}

    /// The table of the reference page.
    static List<Example> examples() throws IOException {
        Path page = Path.of(System.getProperty("pennypost.root"), "docs/reference/scheduled-at.md");
        try (Stream<String> lines = Files.lines(page)) {
            return lines.map(ROW::matcher)
                    .filter(row -> row.matches())
                    .map(row -> new Example(row.group(1), row.group(2)))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void understandsWhatThePageSays(Example example) {
        var expected = example.means().equals("refused")
                ? Optional.<Instant>empty()
                : Optional.of(Instant.parse(example.means()));
        assertThat(ScheduleText.parse(example.text(), WEDNESDAY_NOON)).isEqualTo(expected);
    }

    @Test
    void thePageHasExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(60);
    }

    @Test
    void everyIsoFormOfAnyTimeIsReadBack() {
        var random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            var time = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(400_000_000));
            var offset = ZoneOffset.ofTotalSeconds((random.nextInt(53) - 24) * 1800);
            assertThat(ScheduleText.parse(time.toString(), WEDNESDAY_NOON)).contains(time);
            assertThat(ScheduleText.parse(
                            DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(offset)), WEDNESDAY_NOON))
                    .contains(time);
        }
    }

    /// Zones as they are written, with what each means; abbreviations of one offset only.
    private static final Map<String, ZoneId> ZONES = Map.of(
            "", ZoneOffset.UTC,
            " UTC", ZoneOffset.UTC,
            " gmt", ZoneOffset.UTC,
            " ET", ZoneId.of("America/New_York"),
            " pt", ZoneId.of("America/Los_Angeles"),
            " PDT", ZoneOffset.ofHours(-7),
            " IST", ZoneOffset.ofHoursMinutes(5, 30),
            " +02:00", ZoneOffset.ofHours(2),
            " utc-3", ZoneOffset.ofHours(-3),
            " Australia/Lord_Howe", ZoneId.of("Australia/Lord_Howe"));

    /// Forms that say date and time whole, to the second.
    private static final List<DateTimeFormatter> WHOLE = forms(
            "MMMM d, uuuu HH:mm:ss",
            "MMMM d uuuu 'at' h:mm:ssa",
            "'on' MMM d, uuuu 'at' h:mm:ss a",
            "d MMMM uuuu 'at' HH:mm:ss",
            "HH:mm:ss 'on' d MMM uuuu",
            "h:mm:ss a, MMMM d, uuuu",
            "uuuu-MM-dd HH:mm:ss",
            "uuuu-MM-dd 'at' h:mm:ssa");

    /// Forms that name a day of the week to come.
    private static final List<DateTimeFormatter> WEEKDAYS = forms(
            "EEEE 'at' HH:mm:ss",
            "'next' EEE h:mm:ssa",
            "'on' EEEE, HH:mm:ss",
            "'this' EEEE 'at' h:mm:ss a",
            "HH:mm:ss EEE");

    private static List<DateTimeFormatter> forms(String... patterns) {
        return Stream.of(patterns)
                .map(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.US))
                .toList();
    }

    @Test
    void everyPhraseOfAnyTimeInAnyZoneIsReadBack() {
        var random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            var time = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(400_000_000));
            ZONES.forEach((written, zone) -> {
                var local = unambiguous(time.atZone(zone));
                for (DateTimeFormatter form : WHOLE) readsBack(local.format(form) + written, local, WEDNESDAY_NOON);
            });
        }
    }

    @Test
    void everyDayOfTheComingWeekIsReadBackFromAnyNow() {
        var random = new Random(11);
        for (int i = 0; i < 1_000; i++) {
            var now = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(400_000_000));
            int days = 1 + random.nextInt(7);
            int second = random.nextInt(86_400);
            ZONES.forEach((written, zone) -> {
                var day = now.atZone(zone).toLocalDate().plusDays(days);
                var local =
                        unambiguous(day.atTime(LocalTime.ofSecondOfDay(second)).atZone(zone));
                if (!local.toLocalDate().equals(day)) return;
                for (DateTimeFormatter form : WEEKDAYS) readsBack(local.format(form) + written, local, now);
                if (days == 1) readsBack("tomorrow at " + local.toLocalTime() + written, local, now);
            });
        }
    }

    /// Away from the hours that clocks skip or repeat.
    private static ZonedDateTime unambiguous(ZonedDateTime time) {
        boolean once = time.withEarlierOffsetAtOverlap().equals(time.withLaterOffsetAtOverlap());
        return once ? time : time.plusHours(3);
    }

    private static void readsBack(String text, ZonedDateTime expected, Instant now) {
        var read = ScheduleText.parse(text, now);
        if (!read.equals(Optional.of(expected.toInstant()))) // a thousand times cheaper than an assertion with a text
        assertThat(read).as("%s at %s", text, now).contains(expected.toInstant());
    }

    @Test
    void anyTimeFromNowIsReadBack() {
        var random = new Random(13);
        for (int i = 0; i < 5_000; i++) {
            int days = random.nextInt(30);
            int hours = random.nextInt(24);
            int minutes = 1 + random.nextInt(59);
            var expected =
                    WEDNESDAY_NOON.plus(Duration.ofDays(days).plusHours(hours).plusMinutes(minutes));
            for (String form : List.of(
                    "in %d days, %d hours and %d minutes",
                    "in %dd %dh %dm",
                    "In %dd%dh%dmin",
                    "IN %d day %d hrs and %d MINS",
                    "in  %d days and %d hours and %d minute"))
                assertThat(ScheduleText.parse(form.formatted(days, hours, minutes), WEDNESDAY_NOON))
                        .contains(expected);
        }
    }

    @Test
    void aTimeAloneIsTheNextSuchTime() {
        for (int second = 0; second < 86_400; second += 61) {
            var time = LocalTime.ofSecondOfDay(second);
            var read =
                    ScheduleText.parse("at %tT".formatted(time), WEDNESDAY_NOON).orElseThrow();
            assertThat(read).isAfter(WEDNESDAY_NOON).isBeforeOrEqualTo(WEDNESDAY_NOON.plus(Duration.ofDays(1)));
            assertThat(read.atOffset(ZoneOffset.UTC).toLocalTime()).isEqualTo(time);
        }
    }

    @Test
    void aWordMoreOrLessIsNeverUnderstoodByHalf() throws IOException {
        for (Example example : examples()) {
            if (example.means().equals("refused")) continue;
            for (String word : List.of("please", "at", "and", "on", "next", "in", "noon", "5", ",", "-"))
                assertThat(ScheduleText.parse(example.text() + " " + word, WEDNESDAY_NOON))
                        .as(example.text() + " " + word)
                        .isIn(Optional.empty(), meaningOfNoon(example, word));
        }
    }

    /// `tomorrow` and `2026-03-05` are whole phrases that `noon` makes other whole phrases of.
    private static Optional<Instant> meaningOfNoon(Example example, String word) {
        boolean dayAlone = List.of("tomorrow", "2026-03-05").contains(example.text());
        return dayAlone && word.equals("noon") ? Optional.of(Instant.parse("2026-03-05T12:00:00Z")) : Optional.empty();
    }

    @Test
    void everyTimeOfTomorrowIsFound() {
        for (int hour = 1; hour <= 12; hour++) {
            for (int minute = 0; minute < 60; minute += 7) {
                String text = "tomorrow at %d:%02d pm".formatted(hour, minute);
                var expected =
                        Instant.parse("2026-03-05T00:00:00Z").plus(Duration.ofMinutes((hour % 12 + 12) * 60L + minute));
                assertThat(ScheduleText.parse(text, WEDNESDAY_NOON)).as(text).contains(expected);
            }
        }
    }

    @Test
    void nonsenseIsRefusedAndNeverBreaks() {
        var random = new Random(5);
        var words = List.of(
                "in",
                "at",
                "on",
                "next",
                "9am",
                "noon",
                "march",
                "5",
                "2027",
                "and",
                "a",
                "days",
                "et",
                "tomorrow",
                "+99:00",
                ":",
                "99999999999999999999",
                "\0",
                "am");
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(6); j >= 0; j--)
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            assertThatCode(() -> ScheduleText.parse(text.toString(), WEDNESDAY_NOON))
                    .as(text.toString())
                    .doesNotThrowAnyException();
        }
        assertThat(ScheduleText.parse("", WEDNESDAY_NOON)).isEmpty();
        assertThat(ScheduleText.parse("in 1 min ".repeat(1000), WEDNESDAY_NOON)).isEmpty();
    }
}
