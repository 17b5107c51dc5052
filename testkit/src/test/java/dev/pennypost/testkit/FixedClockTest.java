package dev.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FixedClockTest {
    private final Instant start = Instant.parse("2026-11-21T00:00:00Z");
    private final FixedClock clock = new FixedClock(start);

    @Test
    void standsStillUntilItIsMoved() {
        assertThat(clock.instant()).isEqualTo(start);
        assertThat(clock.advance(Duration.ofHours(1)).instant()).isEqualTo("2026-11-21T01:00:00Z");
        assertThat(clock.set(start).instant()).isEqualTo(start);
    }

    @Test
    void movesInEveryZoneAtOnce() {
        FixedClock berlin = clock.withZone(ZoneId.of("Europe/Berlin"));
        clock.advance(Duration.ofDays(1));
        assertThat(berlin.instant()).isEqualTo(clock.instant());
    }
}
