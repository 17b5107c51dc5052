package dev.pennypost.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.domains.DomainId;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
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
        assertThat(rows("email_statistics_days"))
                .as("of the domain, and of all")
                .isEqualTo(2);
        assertThat(rows("tag_statistics_days")).isEqualTo(4);
        assertThat(rows("email_statistics_totals")).isEqualTo(2);
        assertThat(rows("tag_statistics_totals")).isEqualTo(4);
        countTagged("category", "receipt", 5);
        countTagged("category", "receipt", -2);
        assertThat(perValue(ofTag("category"))).as("what comes late").containsExactly("receipt=103");
        settle();
        assertThat(perValue(ofTag("category"))).containsExactly("receipt=103");
        assertThat(perValue(ofTag("category", "reset"))).isEmpty();
        assertThat(sent(question("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", null, Set.of())))
                .isEqualTo(103);
        assertThat(rows("email_statistics_days")).isEqualTo(2);
        assertThat(rows("email_statistics_totals")).isEqualTo(2);
    }

    @Test
    void movesEveryFigure() {
        var times = new EnumMap<Figure, Long>(Figure.class);
        for (Figure figure : Figure.values()) times.put(figure, 1L + times.size());
        var at = Instant.parse("2026-07-01T10:00:00Z");
        var happened = times.entrySet().stream()
                .map(entry -> new Happened(team, domain, entry.getKey(), at, entry.getValue(), Map.of()))
                .toList();
        database.useTransaction(tx -> counts.add(tx, happened));
        clock.set(Instant.parse("2026-07-02T10:00:00Z"));
        settle();

        assertThat(rows("email_statistics")).isZero();
        for (String from : List.of("2026-07-01T00:00:00Z", "2026-07-01T01:00:00Z")) {
            var totals = figures(daily(from, "2026-07-02T00:00:00Z", "UTC")).totals();
            times.forEach((figure, expected) -> assertThat(totals.of(figure)).isEqualTo(expected));
        }
    }

    @Test
    void answersTheSameBeforeAndAfterQuartersAreOver() {
        countAnything();
        List<Question> questions = manyQuestions();
        List<String> before = told(questions);

        clock.set(Instant.parse("2026-10-27T12:00:00Z"));
        settle();
        assertThat(told(questions)).isEqualTo(before);
        assertThat(rows("email_statistics")).isPositive();
        clock.set(Instant.parse("2026-12-01T00:00:00Z"));
        settle();
        assertThat(told(questions)).isEqualTo(before);
        assertThat(rows("email_statistics") + rows("tag_statistics")).isZero();
        countAnything();
        List<String> late = told(questions);
        assertThat(late).as("what comes late").isNotEqualTo(before);
        settle();
        assertThat(told(questions)).isEqualTo(late);
    }

    @Test
    void answersTheSameWhileQuartersMove() throws InterruptedException {
        countAnything();
        List<Question> questions = manyQuestions().stream()
                .filter(question ->
                        question.periods() == null || question.periods().granularity() == Granularity.DAILY)
                .toList();
        List<String> before = told(questions);
        var store = new StatisticsStore();
        var tagged = new TagStore();
        var end = Instant.parse("2026-12-01T00:00:00Z");
        var moving = Thread.ofVirtual().start(() -> {
            while (database.inTransaction(tx -> store.settle(tx, end, 5) + tagged.settle(tx, end, 5)) > 0)
                Thread.onSpinWait();
        });

        while (moving.isAlive()) assertThat(told(questions)).isEqualTo(before);
        moving.join();
        assertThat(rows("email_statistics") + rows("tag_statistics")).isZero();
        assertThat(told(questions)).isEqualTo(before);
    }

    @Test
    void answersTheSameWhenAMoveDiesHalfWay() {
        countAnything();
        List<String> before = told(manyQuestions());
        var store = new StatisticsStore();
        var tagged = new TagStore();
        var end = Instant.parse("2026-12-01T00:00:00Z");
        for (int turn = 0; turn < 5; turn++) {
            database.useTransaction(tx -> store.settle(tx, end, 20));
            assertThatThrownBy(() -> database.useTransaction(tx -> {
                        assertThat(store.settle(tx, end, 20)).isPositive();
                        assertThat(tagged.settle(tx, end, 20)).isPositive();
                        throw new IllegalStateException("the end");
                    }))
                    .hasMessage("the end");
        }
        assertThat(told(manyQuestions())).isEqualTo(before);
    }

    @Test
    void answersForAllDomainsAsForEach() {
        countAnything();
        clock.set(Instant.parse("2026-10-27T12:00:00Z"));
        settle();
        for (Question question : manyQuestions()) {
            if (!question.byTag() && question.periods() == null) continue;
            var ofEach = with(question, true);
            var ofAll = with(question, false);
            assertThat(figures(ofAll).totals().toString())
                    .isEqualTo(figures(ofEach).totals().toString());
            assertThat(summed(figures(ofAll))).isEqualTo(summed(figures(ofEach)));
        }
    }

    /// The rows of an answer without their domains.
    private static Map<String, Long> summed(Answer.Figures figures) {
        var sums = new TreeMap<String, Long>();
        for (Answer.Row row : figures.rows())
            for (Figure figure : Figure.values())
                if (row.tally().of(figure) != 0)
                    sums.merge(
                            row.period() + " " + row.tag() + " " + figure,
                            row.tally().of(figure),
                            Long::sum);
        return sums;
    }

    private void countAnything() {
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
    }

    private List<Question> manyQuestions() {
        var questions = new ArrayList<Question>();
        for (String to : List.of("2026-11-03T00:00:00Z", "2026-10-31T13:20:00Z", "2026-10-24T05:30:00Z"))
            for (boolean byTag : List.of(true, false)) {
                for (String zone : List.of("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York"))
                    for (Granularity granularity : Granularity.values())
                        questions.addAll(everyWay(to, new Periods(granularity, ZoneId.of(zone)), byTag));
                questions.addAll(everyWay(to, null, byTag));
            }
        return questions;
    }

    private List<Question> everyWay(String to, @Nullable Periods periods, boolean byTag) {
        var from = Instant.parse("2026-10-24T04:10:00Z");
        var end = Instant.parse(to);
        return List.of(
                asked(from, end, periods, true, Set.of(), byTag),
                asked(from, end, periods, false, Set.of(), byTag),
                asked(from, end, periods, true, Set.of(domain), byTag));
    }

    private static Question with(Question question, boolean byDomain) {
        return asked(
                question.from(), question.to(), question.periods(), byDomain, question.domains(), question.byTag());
    }

    private static Question asked(
            Instant from,
            Instant to,
            @Nullable Periods periods,
            boolean byDomain,
            Set<DomainId> domains,
            boolean byTag) {
        return new Question(
                from,
                to,
                periods,
                byDomain,
                false,
                false,
                domains,
                Set.of(),
                Set.of(),
                byTag ? new Tags("category", Set.of()) : null,
                byTag);
    }

    private List<String> told(List<Question> questions) {
        return questions.stream().map(question -> figures(question).toString()).toList();
    }

    @Test
    void knowsOfAllDomainsWhatWasCountedAtEachBefore() throws SQLException {
        Database.Address address = TestPostgres.emptyDatabase();
        Flyway.configure()
                .dataSource(address.url(), address.user(), address.password())
                .locations("classpath:db/migration")
                .target("44")
                .load()
                .migrate();
        var other = new DomainId(UUID.randomUUID());
        try (var connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                var old = connection.createStatement()) {
            for (DomainId each : List.of(domain, other)) {
                String who = "'" + team.value() + "', '" + each.value() + "'";
                for (int slot = 0; slot < 2; slot++) {
                    old.execute(
                            "insert into email_statistics (team_id, domain_id, quarter, figure, slot, times) values ("
                                    + who + ", '2026-07-02 23:00Z', 'sent', " + slot + ", 5)");
                    old.execute(
                            "insert into tag_statistics (team_id, domain_id, name, value, quarter, figure, slot, times)"
                                    + " values (" + who + ", 'category', 'receipt', '2026-07-02 23:00Z', 'sent', "
                                    + slot + ", 4)");
                }
                for (String figure : List.of("sent", "opened")) {
                    String times = "summed_up(array[40, 93], array[3, 1])";
                    old.execute("insert into email_statistics_days (team_id, domain_id, day, figure, times) values ("
                            + who + ", '2026-07-01', '" + figure + "', " + times + ")");
                    old.execute("insert into tag_statistics_days (team_id, domain_id, name, value, day, figure, times)"
                            + " values (" + who + ", 'category', 'receipt', '2026-07-01', '" + figure + "', " + times
                            + ")");
                }
            }
        }
        try (var migrated = Database.open(address, 3, clock)) {
            var now = new Statistics(migrated, NO_EMAILS, clock);
            for (String zone : List.of("UTC", "Europe/Berlin"))
                for (boolean byTag : List.of(true, false)) {
                    var periods = new Periods(Granularity.DAILY, ZoneId.of(zone));
                    var from = Instant.parse("2026-07-01T00:00:00Z");
                    var to = Instant.parse("2026-07-03T00:00:00Z");
                    var ofAll = (Answer.Figures) now.answer(team, asked(from, to, periods, false, Set.of(), byTag));
                    var ofEach = (Answer.Figures) now.answer(team, asked(from, to, periods, true, Set.of(), byTag));
                    assertThat(ofAll.totals().of(Figure.SENT)).isEqualTo(byTag ? 8 + 16 : 8 + 20);
                    assertThat(ofAll.totals().of(Figure.OPENED)).isEqualTo(8);
                    assertThat(summed(ofAll)).isEqualTo(summed(ofEach));
                }
        }
    }

    @Test
    void movesADayInPartsWhereItIsLarge() {
        count("2026-07-01T00:00:00Z", "2026-07-01T10:00:00Z", "2026-07-01T23:45:00Z", "2026-07-02T00:00:00Z");
        var store = new StatisticsStore();
        var before = Instant.parse("2026-07-03T00:00:00Z");
        for (int i = 0; i < 8; i++) assertThat(settleOne(store, before)).isEqualTo(1);
        assertThat(settleOne(store, before)).isZero();

        assertThat(rows("email_statistics_days")).isEqualTo(4);
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
