package dev.pennypost.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.storage.Database;
import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.webhooks.MessageQueue.Lease;
import dev.pennypost.webhooks.MessageQueue.NewMessage;
import dev.pennypost.webhooks.MessageQueue.Settlement;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageDaysTest {
    private static final Pattern PARTITION = Pattern.compile("webhook_messages_(\\d{8})");
    private static final Instant FIRST = Instant.parse("2026-11-01T10:00:00Z");

    private final FixedClock clock = new FixedClock(FIRST);
    private final MessageQueue queue = new MessageQueue();
    private final UUID team = Ids.next(FIRST);
    private final WebhookId endpoint = new WebhookId(Ids.next(FIRST));
    private Database database;
    private MessageDays days;

    @BeforeEach
    void start() {
        database = Database.open(TestPostgres.freshDatabase(), 3, clock);
        days = new MessageDays(database, 30, clock);
        database.useTransaction(tx -> addEndpoint(tx));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void makesTodayAndTomorrowAhead() {
        days.turn();
        assertThat(partitions("webhook_messages")).containsExactly("20261101", "20261102");
        assertThat(partitions("webhook_attempts")).containsExactly("20261101", "20261102");
    }

    @Test
    void dropsTheWholePartitionOfADayThatIsOldWithItsAttempts() {
        UUID message = add();
        settle(message, MessageStatus.SUCCESS, null);
        clock.advance(Duration.ofDays(30));
        days.turn();
        assertThat(partitions("webhook_messages")).contains("20261101");

        clock.advance(Duration.ofDays(1));
        refuseDeletions();
        days.turn();
        assertThat(partitions("webhook_messages")).doesNotContain("20261101");
        assertThat(partitions("webhook_attempts")).doesNotContain("20261101");
    }

    /// Whoever settles has looked at messages and comes to attempts next.
    @Test
    void dropsADayInTheOrderInWhichOthersComeByBothTables() throws Exception {
        settle(add(), MessageStatus.SUCCESS, null);
        clock.advance(Duration.ofDays(31));
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (String table : List.of("webhook_messages", "webhook_attempts"))
            for (LocalDate day : List.of(today, today.plusDays(1)))
                database.useTransaction(tx -> new DayPartitions(table, "").open(tx, day));

        var dropping = new FutureTask<>(
                () -> {
                    days.turn();
                },
                true);
        database.useTransaction(tx -> {
            tx.handle().execute("select from webhook_messages");
            Thread.ofVirtual().start(dropping);
            Eventually.holds("the drop waits", this::somebodyWaits);
            tx.handle().execute("select from webhook_attempts");
        });
        dropping.get();
        assertThat(partitions("webhook_messages")).doesNotContain("20261101");
        assertThat(partitions("webhook_attempts")).doesNotContain("20261101");
    }

    @Test
    void keepsADayForAsLongAsOneOfItsMessagesIsTriedAgain() {
        settle(add(), MessageStatus.SUCCESS, null);
        UUID late = add();
        settle(late, MessageStatus.ATTEMPTING, clock.instant());
        clock.advance(Duration.ofDays(90));
        days.turn();
        assertThat(partitions("webhook_messages")).contains("20261101");
        assertThat(take()).containsExactly(late);

        settle(late, MessageStatus.FAILED, null);
        days.turn();
        assertThat(partitions("webhook_messages")).doesNotContain("20261101");
    }

    @Test
    void forgetsInTimeWhatADisabledEndpointWasNotSent() {
        database.useTransaction(tx -> tx.handle().execute("update webhooks set status = 'disabled'"));
        add();
        add();
        int givenUp = database.inTransaction(tx -> queue.giveUpForDisabled(tx, days.since(), clock.instant(), 1));
        assertThat(givenUp).isEqualTo(1);
        clock.advance(Duration.ofDays(90));
        days.turn();
        assertThat(partitions("webhook_messages")).contains("20261101");

        database.useTransaction(tx -> queue.giveUpForDisabled(tx, days.since(), clock.instant(), 1));
        days.turn();
        assertThat(partitions("webhook_messages")).doesNotContain("20261101");
    }

    @Test
    void findsMessagesOfOldDaysAgainThatAreReplayed() {
        UUID message = add();
        settle(message, MessageStatus.SUCCESS, null);
        clock.advance(Duration.ofDays(5));
        days.turn();
        assertThat(take()).isEmpty();

        database.useTransaction(tx -> new MessageStore().replay(tx, team, endpoint, List.of(message), clock.instant()));
        days.reopen(message);
        assertThat(take()).containsExactly(message);
        days.turn();
        assertThat(DayPartitions.dayOf(days.since())).isEqualTo(DayPartitions.dayOf(message));
    }

    @Test
    void findsMessagesInTheOnePartitionOfTheirDay() {
        UUID message = aMonthOfMessages();
        String settle = MessageQueue.SETTLE
                .replace(":ids", "$1")
                .replace(":first", "$2")
                .replace(":last", "$2")
                .replace(":node", "'here'")
                .replace(":statuses, :dues", "array['success'], array[null::text]")
                .replace(":attempts, :codes, :responses", "$1, array[200], array['']")
                .replace(":errors, :sent, :took", "array[null::text], array['2026-11-01T12:00:00Z'], array[1]");
        assertThat(partitionsReadBy(settle, "uuid[], uuid", "array['" + message + "'::uuid], '" + message + "'"))
                .containsExactly("20261101");
    }

    @Test
    void forgetsAttemptsWithTheirMessages() {
        UUID message = add();
        settle(message, MessageStatus.SUCCESS, null);
        UUID other = add();
        settle(other, MessageStatus.SUCCESS, null);

        database.useTransaction(tx -> tx.handle()
                .createUpdate("delete from webhook_messages where id = :id")
                .bind("id", message)
                .execute());
        assertThat(attempted()).containsExactly(other);
        database.useTransaction(tx -> new WebhookStore().delete(tx, new TeamId(team), endpoint));
        assertThat(attempted()).isEmpty();
    }

    private List<UUID> attempted() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select message_id from webhook_attempts")
                .mapTo(UUID.class)
                .list());
    }

    @Test
    void looksForWhatIsDueOnlyInDaysThatHaveSomethingThatWaits() {
        aMonthOfMessages();
        days.turn();
        String take = MessageQueue.TAKE
                .replace(":since", "$1")
                .replace(":known, :free", "'{}'::uuid[], '{}'::int[]")
                .replace(":now", "now()")
                .replace(":each", "8")
                .replace(":most", "100")
                .replace(":lease_ends", "now()")
                .replace(":node", "'here'");
        assertThat(partitionsReadBy(take, "uuid", "'" + days.since() + "'::uuid"))
                .containsExactly("20261129", "20261130", "20261201");
    }

    @Test
    void keepsMessagesOfBeforeThePartitions() {
        database.close();
        Database.Address address = TestPostgres.emptyDatabase();
        Flyway.configure()
                .dataSource(address.url(), address.user(), address.password())
                .locations("classpath:db/migration")
                .target("28")
                .load()
                .migrate();
        UUID message = Ids.next(FIRST);
        UUID attempt = Ids.next(FIRST);
        try (var connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                var old = connection.createStatement()) {
            old.execute("insert into teams (id, name, created_at) values ('" + team + "', 'acme', now())");
            old.execute("insert into webhooks (id, team_id, endpoint, secret, status, created_at) values ('"
                    + endpoint.value() + "', '" + team + "', 'https://acme.test/', '', 'enabled', now())");
            old.execute("insert into webhook_messages (id, webhook_id, team_id, type, payload, created_at, status, due)"
                    + " values ('" + message + "', '" + endpoint.value() + "', '" + team
                    + "', 'thing.happened', '{}', now(), 'attempting', now())");
            old.execute("insert into webhook_attempts (id, message_id, error, response, sent_at, duration_ms) values ('"
                    + attempt + "', '" + message + "', 'no', '', now(), 1)");
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
        database = Database.open(address, 3, clock);
        assertThat(partitions("webhook_messages")).containsExactly("20261101");
        List<UUID> attempts = database.inTransaction(tx -> tx.handle()
                .createQuery("select id from webhook_attempts where message_id = :message")
                .bind("message", message)
                .mapTo(UUID.class)
                .list());
        assertThat(attempts).containsExactly(attempt);
        clock.advance(Duration.ofDays(3650));
        assertThat(take()).containsExactly(message);
    }

    /// One settled message a day for 30 days; returns the first.
    private UUID aMonthOfMessages() {
        UUID first = add();
        settle(first, MessageStatus.SUCCESS, null);
        for (int day = 1; day < 30; day++) {
            clock.advance(Duration.ofDays(1));
            settle(add(), MessageStatus.SUCCESS, null);
        }
        return first;
    }

    private UUID add() {
        UUID id = Ids.next(clock.instant());
        database.useTransaction(tx -> {
            days.prepare(tx, clock.instant());
            queue.insert(
                    tx,
                    List.of(new NewMessage(id, endpoint, team, "thing.happened", "{}", clock.instant(), null, false)),
                    clock.instant());
        });
        return id;
    }

    private List<UUID> take() {
        var lease = new Lease("here", clock.instant(), clock.instant().plusSeconds(60));
        return database.inTransaction(tx -> queue.take(tx, lease, days.since(), Map.of(), 8, 100)).stream()
                .map(Dispatch::message)
                .toList();
    }

    private void settle(UUID message, MessageStatus status, @Nullable Instant due) {
        take();
        var dispatch = new Dispatch(message, endpoint, "", new byte[0], null, "{}", 0, null);
        var attempt =
                new Attempt(dispatch, clock.instant(), Duration.ofMillis(5), new Attempt.Outcome.Answered(200, "ok"));
        database.useTransaction(tx -> queue.settle(tx, "here", List.of(new Settlement(attempt, status, due))));
    }

    private void addEndpoint(Transaction tx) {
        tx.handle().execute("insert into teams (id, name, created_at) values ('" + team + "', 'acme', now())");
        new WebhookStore()
                .insert(
                        tx,
                        new TeamId(team),
                        new Webhook(
                                endpoint,
                                "https://acme.test/",
                                List.of("thing.happened"),
                                Set.of(),
                                false,
                                WebhookStatus.ENABLED,
                                null,
                                FIRST),
                        new byte[0]);
    }

    private boolean somebodyWaits() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select exists (select from pg_locks l join pg_database d on d.oid = l.database"
                        + " where d.datname = current_database() and not l.granted)")
                .mapTo(Boolean.class)
                .one());
    }

    private List<String> partitions(String table) {
        return database.inTransaction(tx -> new DayPartitions(table, "").days(tx)).stream()
                .map(day -> day.toString().replace("-", ""))
                .toList();
    }

    /// With a plan that is made once and for all parameters, as statements have that run often.
    private Set<String> partitionsReadBy(String sql, String types, String parameters) {
        List<String> plan = database.inTransaction(tx -> {
            tx.handle().execute("set local plan_cache_mode = force_generic_plan");
            // Not through JDBI, which takes what it does not know in a statement for parameters of its own.
            try (var statement = tx.connection().createStatement()) {
                statement.execute("prepare asked (" + types + ") as " + sql);
                var lines = new ArrayList<String>();
                var rows = statement.executeQuery("explain (analyze, costs off) execute asked (" + parameters + ")");
                while (rows.next()) lines.add(rows.getString(1));
                statement.execute("deallocate asked");
                return lines;
            } catch (SQLException broken) {
                throw new IllegalStateException(broken);
            }
        });
        var read = new TreeSet<String>();
        for (String line : plan) {
            var partition = PARTITION.matcher(line);
            if (line.contains("Scan") && partition.find()) read.add(partition.group(1));
        }
        return read;
    }

    private void refuseDeletions() {
        database.useTransaction(tx -> {
            tx.handle()
                    .execute("create function refuse() returns trigger language plpgsql as"
                            + " 'begin raise exception ''rows are deleted''; end'");
            for (String table : List.of("webhook_messages", "webhook_attempts"))
                tx.handle()
                        .execute("create trigger refuse before delete on " + table
                                + " for each row execute function refuse()");
        });
    }
}
