package dev.pennypost.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    @ParameterizedTest
    @CsvSource({"1, PT5S", "2, PT5M", "3, PT30M", "4, PT2H", "5, PT5H", "6, PT10H", "7, PT10H"})
    void waitsAsDocumented(int failures, Duration expected) {
        var wait = new RetrySchedule(always(0.5)).afterFailures(failures);
        assertThat(wait).contains(expected);
    }

    @Test
    void givesUpAfterTheEighthFailure() {
        assertThat(new RetrySchedule(new Random(1)).afterFailures(8)).isEmpty();
    }

    @Test
    void spreadsWhatFailedTogetherByTenPercent() {
        assertThat(new RetrySchedule(always(0)).afterFailures(4)).contains(Duration.ofMinutes(108));
        var latest =
                new RetrySchedule(always(Math.nextDown(1.0))).afterFailures(4).orElseThrow();
        assertThat(latest).isBetween(Duration.ofMinutes(131), Duration.ofMinutes(132));
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
