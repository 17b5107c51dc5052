package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.emails.EmailEvent.EmailFailed;
import dev.pennypost.emails.EmailProblem.DailyQuotaExceeded;
import dev.pennypost.emails.EmailProblem.MonthlyQuotaExceeded;
import dev.pennypost.keys.Caller;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of emails of a team that may send only so many.
class QuotaTest {
    private final World world = new World();
    private final Caller acme = world.sender(world.team("acme"), "acme.test");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void refusesWhatExceedsTheDayUntilMidnightOfUtc() {
        limit(2L, null);
        send("a@dest.test");
        send("b@dest.test");

        assertThat(refusal(World.email("x@acme.test", "c@dest.test"))).isEqualTo(new DailyQuotaExceeded());

        world.clock.set(Instant.parse("2026-01-02T00:00:00Z"));
        send("c@dest.test");
        assertThat(world.emailsDoor()
                        .list(acme.team(), PageRequest.first(10))
                        .orElseThrow()
                        .items())
                .hasSize(3);
    }

    @Test
    void refusesWhatExceedsTheMonth() {
        limit(null, 1L);
        send("a@dest.test");
        world.clock.set(Instant.parse("2026-01-31T23:59:59Z"));
        assertThat(refusal(World.email("x@acme.test", "b@dest.test"))).isEqualTo(new MonthlyQuotaExceeded());
        world.clock.set(Instant.parse("2026-02-01T00:00:00Z"));
        send("b@dest.test");
    }

    @Test
    void countsEachRecipientOnce() {
        limit(3L, null);
        send("a@dest.test", "b@dest.test", "a@dest.test");
        assertThat(used()).isEqualTo(2);
        assertThat(refusal(World.email("x@acme.test", "c@dest.test", "d@dest.test")))
                .isEqualTo(new DailyQuotaExceeded());
        send("c@dest.test");
        assertThat(used()).isEqualTo(3);
    }

    @Test
    void refusesABatchWholeThatDoesNotFit() {
        limit(2L, null);
        List<BatchItem> three = List.of(item("a@dest.test"), item("b@dest.test"), item("c@dest.test"));
        for (boolean strict : List.of(true, false))
            assertThat(world.emailsDoor().sendAll(acme, () -> three, strict, Object::toString, null))
                    .isEqualTo(new BatchResult.Refused(new DailyQuotaExceeded()));
        assertThat(used()).isZero();
        assertThat(world.emailsDoor().sendAll(acme, () -> three.subList(0, 2), true, Object::toString, null))
                .isInstanceOf(BatchResult.Done.class);
    }

    @Test
    void leavesTheIdempotencyKeyToALaterTry() {
        limit(1L, null);
        var first = new IdempotencyKey("POST /emails", "first", "f");
        var second = new IdempotencyKey("POST /emails", "second", "s");
        var email = World.email("x@acme.test", "a@dest.test");
        var accepted = world.emailsDoor().send(acme, () -> email, first);
        assertThat(world.emailsDoor().send(acme, () -> email, second))
                .isEqualTo(new SendResult.Refused(new DailyQuotaExceeded()));

        assertThat(world.emailsDoor().send(acme, () -> email, first)).isEqualTo(accepted);
        assertThat(used()).isEqualTo(1);

        world.clock.set(Instant.parse("2026-01-02T00:00:00Z"));
        assertThat(world.emailsDoor().send(acme, () -> email, second)).isInstanceOf(SendResult.Accepted.class);
    }

    @Test
    void isExactHoweverManySendAtOnce() throws Exception {
        limit(10L, null);
        var results = new ArrayList<Future<SendResult>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                var email = World.email("x@acme.test", "r" + i + "@dest.test");
                results.add(threads.submit(() -> world.emailsDoor().send(acme, email)));
            }
        }
        int accepted = 0;
        for (var result : results) if (result.get() instanceof SendResult.Accepted) accepted++;
        assertThat(accepted).isEqualTo(10);
        assertThat(used()).isEqualTo(10);
    }

    @Test
    void countsOnAfterARestart() {
        limit(1L, null);
        send("a@dest.test");
        world.restart();
        assertThat(refusal(World.email("x@acme.test", "b@dest.test"))).isEqualTo(new DailyQuotaExceeded());
    }

    @Test
    void countsAnEmailThatWaitsWhenItLeaves() {
        limit(1L, null);
        EmailId first = world.send(acme, later("a@dest.test"));
        world.clock.advance(Duration.ofMillis(1));
        EmailId second = world.send(acme, later("b@dest.test"));
        assertThat(used()).isZero();

        world.clock.advance(Duration.ofHours(2));
        world.emailsDoor().letLeave();

        world.awaitLastEvent(acme, first, LastEvent.DELIVERED);
        world.awaitLastEvent(acme, second, LastEvent.FAILED);
        assertThat(world.awaitEvents(EmailFailed.class, 1))
                .singleElement()
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo("reached_daily_quota"));
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void countsTeamsApart() {
        limit(0L, null);
        assertThat(refusal(World.email("x@acme.test", "a@dest.test"))).isEqualTo(new DailyQuotaExceeded());
        Caller rival = world.sender(world.team("rival"), "rival.test");
        world.send(rival, World.email("x@rival.test", "a@dest.test"));
        assertThat(used()).isZero();
    }

    private void limit(@Nullable Long day, @Nullable Long month) {
        world.teams.limit(acme.team(), new TeamLimits(null, day, month));
    }

    private long used() {
        return new Quotas(world.database, world.teams, world.clock)
                .usage(acme.team())
                .day()
                .used();
    }

    private void send(String... to) {
        world.send(acme, World.email("x@acme.test", to));
    }

    private EmailProblem refusal(SendEmail email) {
        return ((SendResult.Refused) world.emailsDoor().send(acme, email)).problem();
    }

    private static BatchItem item(String to) {
        return new BatchItem.Understood(World.email("x@acme.test", to));
    }

    private SendEmail later(String to) {
        return World.email("x@acme.test", to).at(world.clock.instant().plus(Duration.ofHours(1)));
    }
}
