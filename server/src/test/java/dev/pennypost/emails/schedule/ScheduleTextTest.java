package dev.pennypost.emails.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
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
        assertThat(examples()).hasSizeGreaterThan(30);
    }

    @Test
    void everyIsoFormOfAnyTimeIsReadBack() {
        var random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            var time = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(400_000_000));
            var offset = ZoneOffset.ofTotalSeconds((random.nextInt(53) - 24) * 1800);
            assertThat(ScheduleText.parse(time.toString(), WEDNESDAY_NOON)).contains(time);
            assertThat(ScheduleText.parse(
                            DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(offset)), WEDNESDAY_NOON))
                    .contains(time);
        }
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
