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
import java.util.Random;
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
    void keepsTheSumWhenAQuarterIsOver() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) threads.execute(() -> countTagged("category", "receipt", 1));
        }
        clock.set(Instant.parse("2026-07-01T10:45:00Z"));
        assertThat(statistics.settle()).as("nothing is that old").isFalse();

        clock.set(Instant.parse("2026-07-01T10:45:01Z"));
        settle();

        assertThat(rows("email_statistics")).isZero();
        assertThat(rows("tag_statistics")).isZero();
        assertThat(rows("email_statistics_days")).isEqualTo(1);
        assertThat(rows("tag_statistics_days")).isEqualTo(2);
        countTagged("category", "receipt", 5);
        countTagged("category", "receipt", -2);
        assertThat(perValue(ofTag("category"))).as("what comes late").containsExactly("receipt=103");
        settle();
        assertThat(perValue(ofTag("category"))).containsExactly("receipt=103");
        assertThat(perValue(ofTag("category", "reset"))).isEmpty();
        assertThat(sent(question("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", null, Set.of())))
                .isEqualTo(103);
        assertThat(rows("email_statistics_days")).isEqualTo(1);
    }

    @Test
    void answersTheSameBeforeAndAfterQuartersAreOver() {
        var random = new Random(41);
        var happened = new ArrayList<Happened>();
        for (int i = 0; i < 400; i++)
            happened.add(new Happened(
                    team,
                    random.nextBoolean() ? domain : new DomainId(new UUID(1, random.nextInt(3))),
                    random.nextBoolean() ? Figure.SENT : Figure.OPENED,
                    Instant.parse("2026-10-20T00:00:00Z").plusSeconds(random.nextInt(14 * 86_400)),
                    1 + random.nextInt(5),
                    Map.of("category", "c" + random.nextInt(3))));
        database.useTransaction(tx -> counts.add(tx, happened));
        var questions = new ArrayList<Question>();
        for (String zone : List.of("UTC", "Europe/Berlin", "Asia/Kathmandu", "Asia/Kolkata", "America/New_York"))
            for (Granularity granularity : Granularity.values())
                for (String to : List.of("2026-11-03T00:00:00Z", "2026-10-31T13:20:00Z", "2026-10-24T05:30:00Z"))
                    for (boolean byTag : List.of(true, false))
                        questions.add(everything("2026-10-24T04:10:00Z", to, granularity, zone, byTag));
        List<String> before = questions.stream().map(this::told).toList();

        clock.set(Instant.parse("2026-10-27T12:00:00Z"));
        settle();
        assertThat(questions.stream().map(this::told).toList()).isEqualTo(before);
        assertThat(rows("email_statistics")).isPositive();
        clock.set(Instant.parse("2026-12-01T00:00:00Z"));
        settle();
        assertThat(questions.stream().map(this::told).toList()).isEqualTo(before);
        assertThat(rows("email_statistics") + rows("tag_statistics")).isZero();
    }

    @Test
    void movesADayInPartsWhereItIsLarge() {
        count("2026-07-01T00:00:00Z", "2026-07-01T10:00:00Z", "2026-07-01T23:45:00Z", "2026-07-02T00:00:00Z");
        var store = new StatisticsStore();
        var before = Instant.parse("2026-07-03T00:00:00Z");
        for (int i = 0; i < 4; i++) assertThat(settleOne(store, before)).isEqualTo(1);
        assertThat(settleOne(store, before)).isZero();

        assertThat(rows("email_statistics_days")).isEqualTo(2);
        assertThat(perDay("2026-07-01T00:00:00Z", "2026-07-03T00:00:00Z", "UTC"))
                .containsExactly("2026-07-01=3", "2026-07-02=1");
        assertThat(sent(question("2026-07-01T10:00:00Z", "2026-07-01T23:45:00Z", null, Set.of())))
                .isEqualTo(1);
    }

    private int settleOne(StatisticsStore store, Instant before) {
        return database.inTransaction(tx -> store.settle(tx, before, 1));
    }

    private void settle() {
        boolean more = statistics.settle();
        while (more) more = statistics.settle();
    }

    private String told(Question question) {
        return figures(question).toString();
    }

    private static Question everything(String from, String to, Granularity granularity, String zone, boolean byTag) {
        return new Question(
                Instant.parse(from),
                Instant.parse(to),
                new Periods(granularity, ZoneId.of(zone)),
                true,
                false,
                false,
                Set.of(),
                Set.of(),
                Set.of(),
                byTag ? new Tags("category", Set.of()) : null,
                byTag);
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
