package dev.pennypost.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.TeamLimits;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private final FixedClock clock = new FixedClock(Instant.parse("2026-01-31T23:59:59Z"));
    private final Database database = Database.open(TestPostgres.freshDatabase(), 8, clock);
    private final Teams teams = new Teams(database, clock);
    private final Quotas quotas = new Quotas(database, teams, clock);
    private final TeamId acme = teams.create("acme");
    private final TeamId rival = teams.create("rival");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void countsTheDayAndTheMonthOfUtc() {
        send(acme, 3);
        send(acme, 2);
        assertThat(quotas.usage(acme))
                .isEqualTo(new Usage(LocalDate.of(2026, 1, 31), new EmailCount(5, 0), new EmailCount(5, 0)));
        assertThat(quotas.usage(acme).dayEnds()).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(quotas.usage(acme).monthEnds()).isEqualTo("2026-02-01T00:00:00Z");

        clock.set(Instant.parse("2026-02-01T00:00:00Z"));
        send(acme, 1);
        clock.set(Instant.parse("2026-02-02T00:00:00Z"));
        send(acme, 1);

        assertThat(quotas.usage(acme))
                .isEqualTo(new Usage(LocalDate.of(2026, 2, 2), new EmailCount(1, 0), new EmailCount(2, 0)));
        assertThat(quotas.usage(rival)).isEqualTo(Usage.nothing(LocalDate.of(2026, 2, 2)));
    }

    @Test
    void countsNothingOfATransactionThatFails() {
        assertThatThrownBy(() -> database.useTransaction(tx -> {
                    var ledger = quotas.open(tx, Map.of(acme, TeamLimits.NONE));
                    ledger.add(acme, 7);
                    ledger.write();
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(quotas.usage(acme).day().used()).isZero();
        assertThat(quotas.lastKnown(acme).day().used()).isZero();
    }

    @Test
    void saysWhichQuotaWouldBeExceeded() {
        var limits = new TeamLimits(null, 3L, 5L);
        database.useTransaction(tx -> {
            var ledger = quotas.open(tx, Map.of(acme, limits));
            assertThat(ledger.exceededBy(acme, 3)).isEmpty();
            assertThat(ledger.exceededBy(acme, 4)).contains(Quota.DAILY);
            assertThat(ledger.exceededBy(acme, 6)).contains(Quota.MONTHLY);
            ledger.add(acme, 3);
            assertThat(ledger.exceededBy(acme, 1)).contains(Quota.DAILY);
            assertThat(ledger.exceededBy(acme, 0)).isEmpty();
            ledger.write();
        });
        clock.set(Instant.parse("2026-01-30T12:00:00Z"));
        database.useTransaction(tx -> assertThat(
                        quotas.open(tx, Map.of(acme, limits)).exceededBy(acme, 3))
                .contains(Quota.MONTHLY));
    }

    @Test
    void countsWhatWasReceivedAgainstTheQuota() {
        send(acme, 1);
        database.useTransaction(tx -> tx.handle().execute("update email_counts set received = 2"));
        database.useTransaction(tx -> assertThat(quotas.open(tx, Map.of(acme, new TeamLimits(null, 3L, null)))
                        .exceededBy(acme, 1))
                .contains(Quota.DAILY));
        assertThat(quotas.usage(acme).day()).isEqualTo(new EmailCount(1, 2));
    }

    @Test
    void isExactHoweverManySendAtOnce() throws Exception {
        var limits = Map.of(acme, new TeamLimits(null, 20L, null));
        var sent = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 60; i++)
                threads.execute(() -> database.useTransaction(tx -> {
                    var ledger = quotas.open(tx, limits);
                    if (ledger.exceededBy(acme, 1).isPresent()) return;
                    ledger.add(acme, 1);
                    ledger.write();
                    sent.incrementAndGet();
                }));
        }
        assertThat(sent).hasValue(20);
        assertThat(quotas.usage(acme).day().sent()).isEqualTo(20);
    }

    @Test
    void losesNothingOfTeamsWithoutLimitsThatSendAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 120; i++)
                threads.execute(() -> database.useTransaction(tx -> {
                    var ledger = quotas.open(tx, Map.of(acme, TeamLimits.NONE, rival, TeamLimits.NONE));
                    ledger.add(rival, 2);
                    ledger.add(acme, 1);
                    ledger.write();
                }));
        }
        assertThat(quotas.usage(acme).month().sent()).isEqualTo(120);
        assertThat(quotas.usage(rival).month().sent()).isEqualTo(240);
    }

    @Test
    void remembersWhatItWroteLastForToday() {
        send(acme, 4);
        assertThat(quotas.lastKnown(acme).day().sent()).isEqualTo(4);
        clock.set(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(quotas.lastKnown(acme)).isEqualTo(Usage.nothing(LocalDate.of(2026, 2, 1)));
    }

    @Test
    void forgetsCountsOfLongAgo() {
        send(acme, 1);
        clock.set(Instant.parse("2026-06-01T00:00:00Z"));
        send(acme, 1);
        try (var forgetting = quotas.forgetting().start()) {
            forgetting.wake();
            Eventually.holds("only June is left", () -> rows() == 2);
        }
    }

    private int rows() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from email_counts")
                .mapTo(Integer.class)
                .one());
    }

    private void send(TeamId team, int emails) {
        database.useTransaction(tx -> {
            var ledger = quotas.open(tx, Map.of(team, TeamLimits.NONE));
            ledger.add(team, emails);
            ledger.write();
        });
    }
}
