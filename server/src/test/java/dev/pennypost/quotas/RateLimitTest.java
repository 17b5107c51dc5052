package dev.pennypost.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.teams.TeamId;
import dev.pennypost.testkit.FixedClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final FixedClock clock = new FixedClock();
    private final TeamId acme = new TeamId(new UUID(0, 1));
    private final TeamId rival = new TeamId(new UUID(0, 2));

    @Test
    void refusesTheEleventhRequestOfASecond() {
        var limit = new RateLimit(_ -> 10, 10, clock);
        for (int i = 1; i <= 10; i++) assertThat(limit.count(acme)).isEqualTo(new RateLimit.Verdict(10, 10 - i, true));

        assertThat(limit.count(acme)).isEqualTo(new RateLimit.Verdict(10, 0, false));

        clock.advance(Duration.ofSeconds(1));
        assertThat(limit.count(acme)).isEqualTo(new RateLimit.Verdict(10, 9, true));
    }

    @Test
    void countsTeamsApart() {
        var limit = new RateLimit(_ -> 1, 1, clock);
        assertThat(limit.count(acme).allowed()).isTrue();
        assertThat(limit.count(acme).allowed()).isFalse();
        assertThat(limit.count(rival).allowed()).isTrue();
    }

    @Test
    void givesATeamALimitOfItsOwn() {
        var limit = new RateLimit(team -> team.equals(acme) ? 2 : 0, 5, clock);
        assertThat(limit.count(acme)).isEqualTo(new RateLimit.Verdict(2, 1, true));
        assertThat(limit.count(rival))
                .isEqualTo(new RateLimit.Verdict(RequestRates.UNLIMITED, RequestRates.UNLIMITED, true));
        assertThat(limit.uncounted()).isEqualTo(new RateLimit.Verdict(5, 5, true));
    }
}
