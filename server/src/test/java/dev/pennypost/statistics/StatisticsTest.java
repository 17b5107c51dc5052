package dev.pennypost.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.DomainId;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
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
    private final FixedClock clock = new FixedClock();
    private final Statistics statistics = new Statistics(database, NO_EMAILS, clock);
    private final Counts counts = new Counts();
    private final TeamId team = new Teams(database, clock).create("acme");
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

    @Test
    void countsTheValuesOfATagApart() {
        countTagged("category", "receipt", 3);
        countTagged("category", "reset", 1);
        countTagged("category", "receipt", 2);

        assertThat(perValue(ofTag("category"))).containsExactly("receipt=5", "reset=1");
        assertThat(perValue(ofTag("category", "reset"))).containsExactly("reset=1");
        assertThat(figures(ofTag("category")).totals().of(Figure.SENT)).isEqualTo(6);
        assertThat(perValue(ofTag("else"))).containsExactly("x=6");
        assertThat(perValue(ofTag("nothing"))).isEmpty();
        assertThat(sent(question("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", null, Set.of())))
                .isEqualTo(6);
    }

    @Test
    void countsValuesBeyondTheFirstThousandTogether() {
        for (int i = 0; i < TagStore.MOST_VALUES; i++) countTagged("user", "u" + i, 1);
        countTagged("user", "late", 4);
        countTagged(new Counts(), "user", "later", 2);
        countTagged(new Counts(), "user", "u7", 1);

        List<String> values = perValue(ofTag("user"));

        assertThat(values).hasSize(TagStore.MOST_VALUES + 1).contains("*=6", "u7=2", "u8=1");
    }

    @Test
    void keepsTheSumWhenItMergesWhatManyWrote() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) threads.execute(() -> countTagged("category", "receipt", 1));
        }
        assertThat(rows("email_statistics")).isGreaterThan(1);
        assertThat(statistics.merge()).as("nothing is that old").isFalse();

        clock.set(Instant.parse("2026-07-02T10:15:01Z"));
        assertThat(statistics.merge()).isTrue();

        assertThat(statistics.merge()).isFalse();
        assertThat(rows("email_statistics")).isEqualTo(1);
        assertThat(rows("tag_statistics")).isEqualTo(2);
        assertThat(perValue(ofTag("category"))).containsExactly("receipt=100");
        assertThat(sent(question("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", null, Set.of())))
                .isEqualTo(100);
    }

    private long rows(String table) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
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
                Instant.parse(from),
                Instant.parse(to),
                periods,
                false,
                false,
                false,
                domains,
                Set.of(),
                Set.of(),
                null,
                false);
    }

    private Question ofTag(String name, String... values) {
        return new Question(
                Instant.parse("2026-07-01T00:00:00Z"),
                Instant.parse("2026-07-02T00:00:00Z"),
                null,
                false,
                false,
                false,
                Set.of(),
                Set.of(),
                Set.of(),
                new Tags(name, Set.of(values)),
                true);
    }

    private List<String> perValue(Question question) {
        return figures(question).rows().stream()
                .map(row -> row.tag() + "=" + row.tally().of(Figure.SENT))
                .toList();
    }

    private void countTagged(String name, String value, long times) {
        countTagged(counts, name, value, times);
    }

    private void countTagged(Counts by, String name, String value, long times) {
        var at = Instant.parse("2026-07-01T10:00:00Z");
        database.useTransaction(tx -> by.add(
                tx, List.of(new Happened(team, domain, Figure.SENT, at, times, Map.of(name, value, "else", "x")))));
    }
}
