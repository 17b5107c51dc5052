package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Instant CREATED = Instant.parse("2026-11-21T00:00:00Z");

    private final RetrySchedule schedule = new RetrySchedule(Duration.ofDays(2), new Random(1));

    @Test
    void waitsLongerAfterEachAttemptAndFourHoursInTheEnd() {
        assertWaits(1, Duration.ofMinutes(5));
        assertWaits(2, Duration.ofMinutes(10));
        assertWaits(5, Duration.ofHours(1));
        assertWaits(7, Duration.ofHours(4));
        assertWaits(30, Duration.ofHours(4));
    }

    @Test
    void triesAnUnreachableHostAgainWithinAboutAMinute() {
        var due = schedule.after(1, WaitReason.HOST_UNREACHABLE, Duration.ZERO, CREATED, CREATED)
                .orElseThrow();

        assertThat(Duration.between(CREATED, due)).isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72));
    }

    @Test
    void waitsAsLongAsTheServerAsksForAndNotLess() {
        var patient = schedule.after(1, WaitReason.SERVER_SAID_LATER, Duration.ofHours(1), CREATED, CREATED);
        var impatient = schedule.after(6, WaitReason.SERVER_SAID_LATER, Duration.ofMinutes(1), CREATED, CREATED);

        assertThat(patient).contains(CREATED.plus(Duration.ofHours(1)));
        assertThat(Duration.between(CREATED, impatient.orElseThrow())).isGreaterThan(Duration.ofMinutes(90));
    }

    @Test
    void givesUpWhenTheTimeIsOver() {
        Instant late = CREATED.plus(Duration.ofDays(2)).plusSeconds(1);

        assertThat(schedule.after(9, WaitReason.SERVER_SAID_LATER, Duration.ZERO, CREATED, late))
                .isEmpty();
        assertThat(schedule.after(9, WaitReason.SERVER_SAID_LATER, Duration.ZERO, CREATED, late.minusSeconds(2)))
                .isPresent();
    }

    private void assertWaits(int number, Duration about) {
        for (int i = 0; i < 100; i++) {
            var due = schedule.after(number, WaitReason.SERVER_SAID_LATER, Duration.ZERO, CREATED, CREATED)
                    .orElseThrow();
            assertThat(Duration.between(CREATED, due))
                    .isBetween(
                            about.multipliedBy(80).dividedBy(100),
                            about.multipliedBy(120).dividedBy(100));
        }
    }
}
