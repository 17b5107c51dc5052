package dev.pennypost.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShortIdsTest {
    @Test
    void anIdKeepsItsShortOneAndOnlyItsTeamFindsIt() {
        var clock = new FixedClock();
        try (var database = Database.open(TestPostgres.freshDatabase(), 2, clock)) {
            var ids = new ShortIds(database, new SecureRandom());
            UUID team = new Teams(database, clock).create("acme").value();
            UUID other = new Teams(database, clock).create("other").value();
            UUID id = Ids.next(clock.instant());
            String shown = ids.of(team, id);
            assertThat(shown).matches("[0-9a-f]{24}");
            assertThat(ids.of(team, List.of(id, Ids.next(clock.instant()))))
                    .hasSize(2)
                    .containsEntry(id, shown);
            assertThat(ids.resolve(team, shown)).contains(id);
            assertThat(ids.resolve(other, shown)).isEmpty();
            assertThat(ids.resolve(team, "60d5ec49f1b2c72d9c8b1111")).isEmpty();
        }
    }
}
