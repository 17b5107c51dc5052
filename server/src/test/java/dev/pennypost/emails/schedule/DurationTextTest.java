package dev.pennypost.emails.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "10m, PT10M",
        "2 hours, PT2H",
        "1 day, PT24H",
        "1h 30m, PT1H30M",
        "1h30m, PT1H30M",
        "48h, PT48H",
        "48 Hours, PT48H",
        "an hour, PT1H",
        "a week, PT168H",
        "1 hour and 30 mins, PT1H30M",
        "'1 hour, 30 minutes', PT1H30M",
        "90 s, PT1M30S",
        "'  5   min  ', PT5M",
        "0h 5m, PT5M",
        "999999s, PT277H46M39S"
    })
    void readsWhatPeopleWrite(String text, Duration means) {
        assertThat(DurationText.parse(text)).contains(means);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "0m",
                "0 hours",
                "0h 0m",
                "-5m",
                "- 5 m",
                "+5m",
                "5",
                "m",
                "1.5h",
                "1,5h",
                "1 5h",
                "10x",
                "10 m x",
                "in 10m",
                "and 1h",
                "1h and",
                "1h and and 1m",
                "1h, and",
                "tomorrow",
                "forever",
                "1 month",
                "1e3 s",
                "٥m",
                "1234567s",
                "9999999999999999999s",
                "PT10M",
                "10m;",
                "10m,",
                "a",
                "an an hour",
                "ahour",
                "1 hourss",
                "\0"
            })
    void refusesWhatItDoesNotWhollyUnderstand(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @Test
    void refusesATextThatIsTooLong() {
        assertThat(DurationText.parse("1h ".repeat(10_000))).isEmpty();
        assertThat(DurationText.parse("1".repeat(10_000_000))).isEmpty();
    }

    @Test
    void everyDurationIsReadBackInEveryForm() {
        var random = new Random(17);
        for (int i = 0; i < 5_000; i++) {
            int days = random.nextInt(3);
            int hours = random.nextInt(48);
            int minutes = 1 + random.nextInt(120);
            var expected = Duration.ofDays(days).plusHours(hours).plusMinutes(minutes);
            for (String form :
                    List.of("%dd %dh %dm", "%dd%dh%dm", "%d days %d hours %d minutes", "%d day, %d hr and %d min"))
                assertThat(DurationText.parse(form.formatted(days, hours, minutes)))
                        .contains(expected);
        }
    }
}
