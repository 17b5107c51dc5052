package dev.pennypost.requestlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.storage.Database;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private static final UUID KEY = new UUID(0, 7);

    private final FixedClock clock = new FixedClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);
    private final RequestLog log = new RequestLog(database, new RequestLogConfig(true, 30), metrics, clock).start();
    private final TeamId acme = new TeamId(UUID.randomUUID());
    private final TeamId rival = new TeamId(UUID.randomUUID());

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Test
    void keepsARequestWithoutItsSecrets() {
        log.note(new Happened(
                acme,
                KEY,
                clock.instant(),
                "POST",
                "/webhooks",
                201,
                "resend-node:6.38.0",
                bytes("{\"endpoint\":\"https://acme.test\",\"password\":\"hush\"}"),
                bytes("{\"signing_secret\":\"whsec_hush\"}")));
        var found = await(1).getFirst();

        assertThat(found)
                .isEqualTo(new LoggedRequest(
                        found.id(), acme, KEY, clock.instant(), "POST", "/webhooks", 201, "resend-node:6.38.0"));
        assertThat(log.get(acme, found.id())).contains(found);
        assertThat(log.bodies(acme, found.id()))
                .contains(new Bodies(
                        "{\"endpoint\":\"https://acme.test\",\"password\":\"[redacted]\"}",
                        "{\"signing_secret\":\"[redacted]\"}"));
        assertThat(everything()).doesNotContain("hush");
    }

    @Test
    void showsNothingToOtherTeams() {
        note(acme, "GET", 200);
        var id = await(1).getFirst().id();
        assertThat(log.get(rival, id)).isEmpty();
        assertThat(log.bodies(rival, id)).isEmpty();
        assertThat(page(rival, LogFilter.ALL, PageRequest.first(9)).items()).isEmpty();
        assertThat(log.list(rival, LogFilter.ALL, new PageRequest(9, id.value(), null)))
                .isEmpty();
    }

    @Test
    void pagesThroughDaysNewestFirst() {
        for (int i = 0; i < 5; i++) {
            note(acme, "GET", 200 + i);
            clock.advance(Duration.ofHours(13));
        }
        var all = await(5);
        assertThat(all).extracting(LoggedRequest::status).containsExactly(204, 203, 202, 201, 200);

        assertThat(page(acme, LogFilter.ALL, PageRequest.first(2))).isEqualTo(new Page<>(all.subList(0, 2), true));
        var middle = all.get(2).id().value();
        assertThat(page(acme, LogFilter.ALL, new PageRequest(2, middle, null)))
                .isEqualTo(new Page<>(all.subList(3, 5), false));
        assertThat(page(acme, LogFilter.ALL, new PageRequest(1, null, middle)))
                .isEqualTo(new Page<>(all.subList(1, 2), true));
    }

    @Test
    void aSearchThatMayTakeNoTimeSaysHowFarItCameAndGoesOnFromThere() {
        for (int i = 0; i < 4; i++) {
            note(acme, i == 0 ? "POST" : "GET", 200);
            clock.advance(Duration.ofMinutes(1));
        }
        var all = await(4);
        var posts = new LogFilter(null, null, "POST", null, null, null, null, null);
        var found = search(posts, PageRequest.first(9), Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            assertThat(found.page().items()).isEmpty();
            assertThat(found.searchedTo()).isEqualTo(all.get(i).id());
            found = search(posts, new PageRequest(9, all.get(i).id().value(), null), Duration.ZERO);
        }
        assertThat(found).isEqualTo(new LogsFound(new Page<>(all.subList(3, 4), false), null));

        assertThat(search(posts, PageRequest.first(9), Duration.ofMinutes(1)))
                .as("with time enough")
                .isEqualTo(found);
        var failures = new LogFilter(400, 499, null, null, null, null, null, null);
        assertThat(search(failures, PageRequest.first(9), Duration.ZERO))
                .as("what an index finds needs no patience")
                .isEqualTo(new LogsFound(new Page<>(List.of(), false), null));
        assertThat(log.search(acme, posts, new PageRequest(9, new UUID(0, 1), null), Duration.ofMinutes(1)))
                .isEmpty();
    }

    private LogsFound search(LogFilter filter, PageRequest page, Duration patience) {
        return log.search(acme, filter, page, patience).orElseThrow();
    }

    @Test
    void findsWhatIsAskedFor() {
        Instant start = clock.instant();
        note(acme, "POST", 200);
        clock.advance(Duration.ofMinutes(1));
        note(acme, "GET", 404);
        clock.advance(Duration.ofMinutes(1));
        note(acme, "POST", 422);
        await(3);

        assertThat(statuses(new LogFilter(400, 499, null, null, null, null, null, null)))
                .containsExactly(422, 404);
        assertThat(statuses(new LogFilter(null, null, "POST", null, null, null, null, null)))
                .containsExactly(422, 200);
        assertThat(statuses(new LogFilter(null, null, null, "nothing-like-it", null, null, null, null)))
                .isEmpty();
        assertThat(statuses(new LogFilter(null, null, null, null, "NODE", null, null, null)))
                .hasSize(3);
        assertThat(statuses(new LogFilter(null, null, null, null, "python", null, null, null)))
                .isEmpty();
        assertThat(statuses(new LogFilter(null, null, null, null, null, KEY, null, null)))
                .hasSize(3);
        assertThat(statuses(new LogFilter(null, null, null, null, null, new UUID(0, 8), null, null)))
                .isEmpty();
        assertThat(statuses(new LogFilter(
                        null, null, null, null, null, null, start.plusSeconds(60), start.plusSeconds(120))))
                .containsExactly(404);
    }

    @Test
    void forgetsWholeDaysThatAreOld() {
        note(acme, "GET", 200);
        await(1);
        clock.advance(Duration.ofDays(30));
        note(acme, "GET", 201);
        await(2);
        turn();
        assertThat(statuses(LogFilter.ALL)).containsExactly(201, 200);

        clock.advance(Duration.ofDays(1));
        turn();

        assertThat(statuses(LogFilter.ALL)).containsExactly(201);
        assertThat(everything()).doesNotContain("20260101");
    }

    @Test
    void leavesOutWhatItCannotTakeAndCountsIt() {
        try (var slow = new RequestLog(database, new RequestLogConfig(true, 30), metrics, clock)) {
            for (int i = 0; i < 5_000; i++) slow.note(request(rival, "GET", 200));
            assertThat(metrics.counter("pennypost.requests.not.logged").count()).isEqualTo(5_000 - 4_096);
        }
        assertThat(page(rival, LogFilter.ALL, PageRequest.first(9_999)).items()).hasSize(4_096);
    }

    @Test
    void writesWhatIsNotedWhenItCloses() {
        note(acme, "GET", 200);
        log.close();
        assertThat(statuses(LogFilter.ALL)).containsExactly(200);
    }

    @Test
    void storesAnyTextThatJsonCanHold() {
        log.note(new Happened(
                acme,
                KEY,
                clock.instant(),
                "POST",
                "/emails",
                200,
                "a\u0000b😀",
                bytes("{\"a\":\"\\u0000 \\ud800 😀\"}"),
                new byte[0]));
        var id = await(1).getFirst().id();
        assertThat(log.get(acme, id).orElseThrow().userAgent()).isEqualTo("a b😀");
        assertThat(log.bodies(acme, id).orElseThrow().request())
                .contains("\\u0000")
                .contains("😀");
    }

    @Test
    void keepsNothingWhenItIsOff() {
        try (var off = new RequestLog(database, new RequestLogConfig(false, 30), metrics, clock).start()) {
            off.note(request(acme, "GET", 200));
        }
        assertThat(statuses(LogFilter.ALL)).isEmpty();
    }

    @Test
    void sharesDaysWithOtherProcesses() {
        note(acme, "GET", 200);
        await(1);
        try (var other = new RequestLog(database, new RequestLogConfig(true, 30), metrics, clock).start()) {
            other.note(request(acme, "GET", 201));
            await(2);
        }
    }

    private void turn() {
        // A log that starts prepares tomorrow and drops what is old.
        try (var started = new RequestLog(database, new RequestLogConfig(true, 30), metrics, clock).start()) {
            var tomorrow = clock.instant()
                    .plus(Duration.ofDays(1))
                    .toString()
                    .substring(0, 10)
                    .replace("-", "");
            Eventually.holds("tomorrow has its partition", () -> everything().contains(tomorrow));
            assertThat(started).isNotNull();
        }
    }

    private List<LoggedRequest> await(int count) {
        Eventually.holds(
                count + " requests are written", () -> statuses(LogFilter.ALL).size() == count);
        return page(acme, LogFilter.ALL, PageRequest.first(100)).items();
    }

    private List<Integer> statuses(LogFilter filter) {
        return page(acme, filter, PageRequest.first(100)).items().stream()
                .map(LoggedRequest::status)
                .toList();
    }

    private Page<LoggedRequest> page(TeamId team, LogFilter filter, PageRequest page) {
        return log.list(team, filter, page).orElseThrow();
    }

    private void note(TeamId team, String method, int status) {
        log.note(request(team, method, status));
    }

    private Happened request(TeamId team, String method, int status) {
        return new Happened(
                team, KEY, clock.instant(), method, "/emails", status, "resend-node:6", new byte[0], bytes("{}"));
    }

    /// Every row, and the names of the partitions.
    private String everything() {
        return database.inTransaction(
                tx -> tx.handle().createQuery("""
                        select coalesce((select string_agg(l::text, ' ') from request_logs l), '')
                               || (select string_agg(inhrelid::regclass::text, ' ') from pg_inherits)""").mapTo(String.class).one());
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
