package dev.pennypost.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.FixedClock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TeamsTest {
    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);
    private final Teams teams = new Teams(database, clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void limitsNobodyTheOperatorHasSaidNothingAbout() {
        assertThat(teams.limits(teams.first())).isEqualTo(TeamLimits.NONE);
        assertThat(teams.limits(new TeamId(UUID.randomUUID()))).isEqualTo(TeamLimits.NONE);
    }

    @Test
    void goesByNewLimitsAtOnce() {
        var acme = teams.create("acme");
        assertThat(teams.limits(acme)).isEqualTo(TeamLimits.NONE);
        var limits = new TeamLimits(2, 100L, 3_000L);

        assertThat(teams.limit(acme, limits)).isTrue();

        assertThat(teams.limits(acme)).isEqualTo(limits);
        assertThat(new Teams(database, clock).limits(acme)).isEqualTo(limits);
        assertThat(teams.limits(teams.create("rival"))).isEqualTo(TeamLimits.NONE);
        teams.limit(acme, TeamLimits.NONE);
        assertThat(teams.limits(acme)).isEqualTo(TeamLimits.NONE);
    }

    @Test
    void remembersWhereNoticesGo() {
        var acme = teams.create("acme");
        assertThat(teams.contact(acme)).isEmpty();
        assertThat(teams.contact(acme, "ops@acme.test")).isTrue();
        assertThat(teams.contact(acme)).contains("ops@acme.test");
        assertThat(teams.contact(teams.create("rival"))).isEmpty();
        assertThat(teams.contact(acme, null)).isTrue();
        assertThat(teams.contact(acme)).isEmpty();
    }

    @Test
    void knowsWhomItDoesNotKnow() {
        assertThat(teams.limit(new TeamId(UUID.randomUUID()), TeamLimits.NONE)).isFalse();
        assertThat(teams.contact(new TeamId(UUID.randomUUID()), "ops@acme.test"))
                .isFalse();
    }
}
