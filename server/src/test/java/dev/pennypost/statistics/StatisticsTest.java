package dev.pennypost.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.DomainId;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.testkit.FixedClock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final EmailHistories NO_EMAILS = new EmailHistories() {
        @Override
        public Map<UUID, List<Happened>> of(TeamId team, Collection<UUID> emails) {
            return Map.of();
        }

        @Override
        public List<UUID> accepted(TeamId team, Instant from, Instant to, int limit) {
            return List.of();
        }
    };

    private final Database database = Database.open(TestPostgres.freshDatabase(), 6, new FixedClock());
    private final Statistics statistics = new Statistics(database, NO_EMAILS);
    private final Counts counts = new Counts();
    private final TeamId team = new TeamId(UUID.randomUUID());
    private final DomainId domain = new DomainId(UUID.randomUUID());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void addsUpWhatManyCountAtOnce() {
        var other = new DomainId(UUID.randomUUID());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                var first = happened(i % 2 == 0 ? domain : other, Figure.SENT, "2026-07-01T10:00:00Z");
                var second = happened(i % 2 == 0 ? other : domain, Figure.DELIVERED, "2026-07-01T10:20:00Z");
                threads.execute(() -> database.useTransaction(tx -> counts.add(tx, List.of(first, second))));
            }
        }
        var totals = figures(daily("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", "UTC"))
                .totals();
        assertThat(totals.of(Figure.SENT)).isEqualTo(200);
        assertThat(totals.of(Figure.DELIVERED)).isEqualTo(200);
    }

    @Test
    void forgetsWhatARolledBackTransactionCounted() {
        try {
            database.useTransaction(tx -> {
                counts.add(tx, List.of(happened(domain, Figure.SENT, "2026-07-01T10:00:00Z")));
                throw new IllegalStateException("the end");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("the end");
        }
        assertThat(figures(daily("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", "UTC"))
                        .totals()
                        .of(Figure.SENT))
                .isZero();
    }

    @Test
    void drawsTheBordersOfDaysWhereTheTimeZoneDrawsThem() {
        count("2026-07-01T18:14:59Z", "2026-07-01T18:15:00Z", "2026-07-02T18:14:59Z", "2026-07-02T18:15:00Z");
        assertThat(perDay("2026-07-01T12:00:00Z", "2026-07-03T00:00:00Z", "Asia/Kathmandu"))
                .containsExactly("2026-07-01=1", "2026-07-02=2", "2026-07-03=1");
    }

    @Test
    void givesBothDaysOnWhichClocksAreSetAllTheirHours() {
        // Berlin: the day of 2026-10-25 ends at 23:00Z, New York: that of 2026-11-01 begins at 04:00Z and ends at
        // 05:00Z
        count("2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z");
        assertThat(perDay("2026-10-24T22:00:00Z", "2026-10-26T01:00:00Z", "Europe/Berlin"))
                .containsExactly("2026-10-25=2", "2026-10-26=1");
        count("2026-11-01T03:59:59Z", "2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z", "2026-11-02T05:00:00Z");
        assertThat(perDay("2026-11-01T00:00:00Z", "2026-11-02T06:00:00Z", "America/New_York"))
                .containsExactly("2026-10-31=1", "2026-11-01=2", "2026-11-02=1");
        count("2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z", "2026-03-09T04:00:00Z");
        assertThat(perDay("2026-03-08T05:00:00Z", "2026-03-09T12:00:00Z", "America/New_York"))
                .containsExactly("2026-03-08=2", "2026-03-09=1");
    }

    @Test
    void showsPeriodsInWhichNothingHappened() {
        count("2026-07-01T10:00:00Z", "2026-07-03T10:00:00Z");
        assertThat(perDay("2026-07-01T00:00:00Z", "2026-07-04T00:00:00Z", "UTC"))
                .containsExactly("2026-07-01=1", "2026-07-02=0", "2026-07-03=1");
    }

    @Test
    void leavesOutOtherTeamsAndOtherTimesAndOtherDomains() {
        count("2026-06-30T23:59:59Z", "2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z");
        var other = new DomainId(UUID.randomUUID());
        database.useTransaction(tx -> counts.add(
                tx,
                List.of(
                        happened(other, Figure.SENT, "2026-07-01T10:00:00Z"),
                        new Happened(
                                new TeamId(UUID.randomUUID()),
                                domain,
                                Figure.SENT,
                                Instant.parse("2026-07-01T10:00:00Z"),
                                1))));
        assertThat(sent(question("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", null, Set.of())))
                .isEqualTo(2);
        assertThat(sent(question("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", null, Set.of(other))))
                .isEqualTo(1);
    }

    private void count(String... times) {
        var happened = new ArrayList<Happened>();
        for (String time : times) happened.add(happened(domain, Figure.SENT, time));
        database.useTransaction(tx -> counts.add(tx, happened));
    }

    private Happened happened(DomainId of, Figure figure, String at) {
        return new Happened(team, of, figure, Instant.parse(at), 1);
    }

    private List<String> perDay(String from, String to, String zone) {
        return figures(daily(from, to, zone)).rows().stream()
                .map(row -> (row.period() == null ? "" : row.period().toLocalDate()) + "="
                        + row.tally().of(Figure.SENT))
                .toList();
    }

    private long sent(Question question) {
        return figures(question).totals().of(Figure.SENT);
    }

    private Answer.Figures figures(Question question) {
        return (Answer.Figures) statistics.answer(team, question);
    }

    private static Question daily(String from, String to, String zone) {
        return question(from, to, new Periods(Granularity.DAILY, ZoneId.of(zone)), Set.of());
    }

    private static Question question(String from, String to, @Nullable Periods periods, Set<DomainId> domains) {
        return new Question(
                Instant.parse(from), Instant.parse(to), periods, false, false, false, domains, Set.of(), Set.of());
    }
}
