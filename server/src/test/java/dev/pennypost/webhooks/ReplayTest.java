package dev.pennypost.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.Records;
import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.webhooks.ScriptedEndpoint.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Sending messages again.
class ReplayTest {
    private final WebhookWorld world = new WebhookWorld();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint();
    private final Instant begin = world.clock.instant();

    @AfterEach
    void close() {
        endpoint.close();
        world.close();
    }

    @Test
    void sendsTheSameMessageUnderTheSameId() {
        var webhook = world.create(endpoint);
        world.publish("{\"n\":1.50}");
        Received first = endpoint.next();
        assertThat(world.settled().succeeded()).isTrue();
        assertThat(replay(webhook, message())).isEqualTo(new ReplayResult.Replayed(1));
        Received second = endpoint.next();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("svix-id")).isEqualTo(first.header("svix-id"));
        assertThat(world.settled().succeeded()).isTrue();
        assertThat(Records.deeds(world.database(), world.acme.value())).contains("a test: webhook.replayed");
        assertThat(world.messages().getFirst()).containsEntry("status", "success");
        assertThat(world.webhooks()
                        .attempts(world.acme, webhook.webhook().id(), message(), PageRequest.first(10))
                        .orElseThrow()
                        .items())
                .hasSize(2);
    }

    @Test
    void beginsTheScheduleAnew() {
        var webhook = world.create(endpoint.answer(500, 500, 500, 500, 500, 500, 500, 500, 500));
        world.publish("1");
        for (int attempt = 1; attempt <= 8; attempt++) {
            assertThat(world.settled().succeeded()).isFalse();
            world.later(Duration.ofHours(11));
        }
        assertThat(world.messages().getFirst()).containsEntry("status", "failed");
        replay(webhook, message());
        assertThat(world.settled().succeeded()).isFalse();
        assertThat(world.messages().getFirst())
                .containsEntry("status", "attempting")
                .containsEntry("attempts", 1);
        world.later(Duration.ofSeconds(6));
        assertThat(world.settled().succeeded()).isTrue();
    }

    @Test
    void hurriesWhatWaitsForItsNextAttempt() {
        var webhook = world.create(endpoint.answer(500, 500));
        world.publish("1");
        assertThat(world.settled().succeeded()).isFalse();
        world.later(Duration.ofSeconds(6));
        assertThat(world.settled().succeeded()).isFalse();
        assertThat(replay(webhook, message())).isEqualTo(new ReplayResult.Replayed(1));
        assertThat(world.settled().succeeded()).isTrue();
        assertThat(world.messages().getFirst()).containsEntry("attempts", 1);
    }

    @Test
    void leavesAnAttemptInProgressAlone() {
        var answered = new CountDownLatch(1);
        var webhook = world.create(endpoint.answer(exchange -> {
            await(answered);
            ScriptedEndpoint.status(200, "ok").write(exchange);
        }));
        world.publish("1");
        endpoint.next();
        assertThat(replay(webhook, message())).isEqualTo(new ReplayResult.Replayed(1));
        answered.countDown();
        assertThat(world.settled().succeeded()).isTrue();
        assertThat(world.messages().getFirst()).containsEntry("status", "success");
        assertThat(endpoint.wasCalled()).isFalse();
    }

    @Test
    void sendsOfARangeWhatFailedAndNothingElse() {
        var webhook = world.create(endpoint.answer(200, 410));
        world.publish("1");
        assertThat(world.settled().succeeded()).isTrue();
        world.publish("2");
        assertThat(world.settled().succeeded()).isFalse();
        Eventually.holds("it is given up", () -> world.count("webhook_messages where due is not null") == 0);
        world.clock.advance(Duration.ofMinutes(1));
        Instant until = world.clock.instant();
        world.publish("3");
        Eventually.holds("it is kept", () -> world.count("webhook_messages") == 3);
        world.change(webhook, WebhookStatus.ENABLED);
        endpoint.next();
        endpoint.next();

        var range = new ReplayRange(begin, until, Set.of(MessageStatus.FAILED), Set.of());
        assertThat(replay(webhook, range)).isEqualTo(new ReplayResult.Replayed(1));
        assertThat(endpoint.next().text()).isEqualTo("2");
        Eventually.holds("it is over", () -> world.count("webhook_replays") == 0);
        assertThat(endpoint.wasCalled()).isFalse();
        var otherType = new ReplayRange(
                begin, until, Set.of(MessageStatus.FAILED, MessageStatus.SUCCESS), Set.of("other.happened"));
        assertThat(replay(webhook, otherType)).isEqualTo(new ReplayResult.Replayed(0));
        assertThat(world.count("webhook_replays")).isZero();
    }

    @Test
    void goesOnAfterACrashAndSendsNothingTwice() {
        var webhook = world.create(endpoint);
        world.webhooks().close();
        int many = 2300;
        failed(webhook, many);
        var range =
                new ReplayRange(begin.minusSeconds(1), begin.plusSeconds(60), Set.of(MessageStatus.FAILED), Set.of());
        var idle = world.still("idle");
        assertThat(idle.webhooks.replay(world.acme, webhook.webhook().id(), range))
                .isEqualTo(new ReplayResult.Replayed(many));
        assertThat(idle.webhooks.replay(world.acme, webhook.webhook().id(), range))
                .as("the same once more")
                .isEqualTo(new ReplayResult.Replayed(many));
        assertThat(world.count("webhook_replays")).isEqualTo(1);

        world.node("there");
        world.node("elsewhere");
        var seen = new HashSet<String>();
        for (int i = 0; i < many; i++) seen.add(endpoint.next().header("svix-id"));
        assertThat(seen).hasSize(many);
        Eventually.holds("it is over", () -> world.count("webhook_replays") == 0);
        Eventually.holds(
                "everything is settled", () -> world.count("webhook_messages where status = 'success'") == many);
        assertThat(endpoint.wasCalled()).isFalse();
    }

    @Test
    void stopsWithARangeWhoseEndpointIsDisabled() {
        var webhook = world.create(endpoint);
        world.webhooks().close();
        failed(webhook, 3);
        var range =
                new ReplayRange(begin.minusSeconds(1), begin.plusSeconds(60), Set.of(MessageStatus.FAILED), Set.of());
        var idle = world.still("idle");
        assertThat(idle.webhooks.replay(world.acme, webhook.webhook().id(), range))
                .isEqualTo(new ReplayResult.Replayed(3));
        world.change(webhook, WebhookStatus.DISABLED);
        world.node("there");
        Eventually.holds("it is over", () -> world.count("webhook_replays") == 0);
        assertThat(world.count("webhook_messages where status = 'failed'")).isEqualTo(3);
        assertThat(endpoint.wasCalled()).isFalse();
    }

    @Test
    void refusesRangesOfWhatIsNotKeptAnyMore() {
        var webhook = world.create(endpoint);
        var range = new ReplayRange(begin.minus(Duration.ofDays(32)), begin, Set.of(MessageStatus.FAILED), Set.of());
        assertThat(replay(webhook, range)).isEqualTo(new ReplayResult.TooEarly(30));
    }

    private ReplayResult replay(SignedWebhook webhook, UUID message) {
        return world.webhooks().replay(world.acme, webhook.webhook().id(), message);
    }

    private ReplayResult replay(SignedWebhook webhook, ReplayRange range) {
        return world.webhooks().replay(world.acme, webhook.webhook().id(), range);
    }

    private UUID message() {
        return (UUID) Objects.requireNonNull(world.messages().getFirst().get("id"));
    }

    /// Has that many messages that were given up.
    private void failed(SignedWebhook webhook, int many) {
        world.database().useTransaction(tx -> {
            for (String table : List.of("webhook_messages", "webhook_attempts"))
                new DayPartitions(table, "").open(tx, DayPartitions.dayOf(Ids.next(begin)));
            var insert = tx.handle().prepareBatch("""
                            insert into webhook_messages
                                   (id, webhook_id, team_id, type, payload, created_at, status, attempts)
                            values (:id, :webhook, :team, 'thing.happened', '{}', :at, 'failed', 8)""");
            for (int i = 0; i < many; i++)
                insert.bind("id", Ids.next(begin))
                        .bind("webhook", webhook.webhook().id().value())
                        .bind("team", world.acme.value())
                        .bind("at", begin)
                        .add();
            insert.execute();
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) throw new AssertionError("the test never ended");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
