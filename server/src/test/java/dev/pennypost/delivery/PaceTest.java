package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final int ROOM = 10_000;

    private final Pace pace = new Pace();
    private Instant now = NOW;

    @Test
    void letsASiteThatNobodyKnowsHaveAQuarterOfTheRoom() {
        assertThat(pace.most(ROOM)).isEqualTo(ROOM / 4);
        takes(20, Duration.ofSeconds(9));
        assertThat(pace.most(ROOM)).isEqualTo(ROOM / 4);
    }

    @Test
    void letsItHaveWhatItTakesInTenSecondsOnceItIsKnown() {
        takes(20, Duration.ofMinutes(1));
        assertThat(pace.most(ROOM)).isBetween(199, 200);
    }

    @Test
    void leavesRoomForOthersHoweverFastItIs() {
        takes(5_000, Duration.ofMinutes(1));
        assertThat(pace.most(3_000)).isEqualTo(3_000);
    }

    @Test
    void keepsRunnersAtWorkHoweverSlowItIs() {
        takes(0, Duration.ofMinutes(1));
        assertThat(pace.most(0)).isEqualTo(64);
        assertThat(pace.most(ROOM)).isEqualTo(64);
    }

    @Test
    void forgetsHowFastItWasWhenNothingWaits() {
        takes(20, Duration.ofMinutes(1));
        pace.measure(now, false);
        assertThat(pace.most(ROOM)).isEqualTo(ROOM / 4);
    }

    @Test
    void hasTheRestComeBackAsFastAsItIsTaken() {
        takes(2, Duration.ofMinutes(1));
        Instant first = pace.next(now, Urgency.BULK);
        Instant second = pace.next(now, Urgency.BULK);

        assertThat(Duration.between(now, first)).isBetween(Duration.ofMillis(499), Duration.ofMillis(501));
        assertThat(Duration.between(first, second)).isBetween(Duration.ofMillis(499), Duration.ofMillis(501));
        assertThat(pace.next(now, Urgency.TRANSACTIONAL)).as("not behind bulk").isEqualTo(first);
    }

    @Test
    void hasNothingComeBackLaterThanInFiveMinutes() {
        takes(0, Duration.ofMinutes(1));
        for (int i = 0; i < 100; i++) pace.next(now, Urgency.BULK);
        assertThat(pace.next(now, Urgency.BULK)).isEqualTo(now.plus(Duration.ofMinutes(5)));
    }

    private void takes(int perSecond, Duration time) {
        pace.measure(now, true);
        for (int i = 0; i < time.toSeconds(); i++) {
            pace.took(perSecond);
            now = now.plusSeconds(1);
            pace.measure(now, true);
        }
    }
}
