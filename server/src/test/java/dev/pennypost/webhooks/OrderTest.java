package dev.pennypost.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.json.Json;
import dev.pennypost.testkit.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Messages about one thing, for endpoints that want them one after another.
class OrderTest {
    private static final UUID FIRST = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);

    private final WebhookWorld world = new WebhookWorld();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint();

    @AfterEach
    void close() {
        endpoint.close();
        world.close();
    }

    @Test
    void keepsLaterMessagesBackUntilTheEarlierIsTaken() {
        world.ordered(endpoint.answer(500));
        world.publish("1", FIRST, null);
        assertThat(endpoint.next().text()).isEqualTo("1");
        assertThat(world.settled().succeeded()).isFalse();
        world.publish("2", FIRST, null);
        world.publish("3", OTHER, null);
        world.publish("4", null, null);
        assertThat(List.of(endpoint.next().text(), endpoint.next().text())).containsExactlyInAnyOrder("3", "4");
        world.settled();
        world.settled();
        assertThat(endpoint.wasCalled()).isFalse();

        world.later(Duration.ofSeconds(6));
        assertThat(endpoint.next().text()).isEqualTo("1");
        assertThat(endpoint.next().text()).isEqualTo("2");
    }

    @Test
    void sendsTheNextWhenTheEarlierIsGivenUp() {
        world.ordered(endpoint.answer(IntStream.range(0, 8).map(_ -> 500).toArray()));
        world.publish("1", FIRST, null);
        world.publish("2", FIRST, null);
        for (int attempt = 1; attempt <= 8; attempt++) {
            assertThat(endpoint.next().text()).isEqualTo("1");
            assertThat(world.settled().succeeded()).isFalse();
            world.later(Duration.ofHours(11));
        }
        assertThat(endpoint.next().text()).isEqualTo("2");
    }

    @Test
    void keepsNothingBackForEndpointsThatDoNotAsk() {
        world.create(endpoint.answer(500));
        world.publish("1", FIRST, null);
        assertThat(endpoint.next().text()).isEqualTo("1");
        assertThat(world.settled().succeeded()).isFalse();
        world.publish("2", FIRST, null);
        assertThat(endpoint.next().text()).isEqualTo("2");
        assertThat(world.messages()).extracting(message -> message.get("about")).containsOnlyNulls();
        assertThat(world.count("webhook_arrivals")).isZero();
    }

    @Test
    void keepsNothingBackAtOtherEndpoints() {
        try (var dead = new ScriptedEndpoint()) {
            world.ordered(dead.answer(500));
            world.ordered(endpoint);
            world.publish("1", FIRST, null);
            world.publish("2", FIRST, null);
            assertThat(endpoint.next().text()).isEqualTo("1");
            assertThat(endpoint.next().text()).isEqualTo("2");
            assertThat(dead.next().text()).isEqualTo("1");
            assertThat(dead.wasCalled()).isFalse();
        }
    }

    @Test
    void staysInOrderWhenItsNodeDies() {
        var testEnds = new CountDownLatch(1);
        world.ordered(endpoint.answer(_ -> await(testEnds)));
        world.publish("1", FIRST, null);
        world.publish("2", FIRST, null);
        assertThat(endpoint.next().text()).isEqualTo("1");
        world.webhooks().close();
        assertThat(endpoint.wasCalled()).isFalse();
        world.node("there");
        assertThat(endpoint.next().text()).isEqualTo("1");
        assertThat(endpoint.next().text()).isEqualTo("2");
        testEnds.countDown();
    }

    @Test
    void looksAtWhatArrivedWhenNobodyWasThereToLook() {
        world.ordered(endpoint);
        world.webhooks().close();
        world.publish("1", FIRST, null);
        world.publish("2", FIRST, null);
        Eventually.holds("both arrived", () -> world.count("webhook_arrivals") == 2);
        world.node("there");
        assertThat(endpoint.next().text()).isEqualTo("1");
        assertThat(endpoint.next().text()).isEqualTo("2");
    }

    @Test
    void waitsForEventsThatWereNotCarriedYet() {
        world.ordered(endpoint);
        world.publish("1", OTHER, null);
        assertThat(endpoint.next().text()).isEqualTo("1");
        world.database().useTransaction(tx -> tx.handle().execute("""
                insert into outbox (id, kind, team_id, body, created_at, due)
                values ('01000000-0000-7000-8000-000000000000', 'Happened', '%s', '{}', now(),
                        now() + interval '1 year')""".formatted(world.acme)));
        world.publish("2", FIRST, null);
        Eventually.holds("it arrived", () -> world.count("webhook_arrivals") == 1);
        world.wake();
        world.publish("3", OTHER, null);
        Eventually.holds("both arrived", () -> world.count("webhook_arrivals") == 2);
        assertThat(endpoint.wasCalled()).isFalse();

        world.database().useTransaction(tx -> tx.handle().execute("update outbox set attempts = 1"));
        world.wake();
        assertThat(List.of(endpoint.next().text(), endpoint.next().text())).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void letsWhatWaitedGoWhenADisabledEndpointIsEnabledAgain() {
        var webhook = world.ordered(endpoint.answer(500));
        world.publish("1", FIRST, null);
        assertThat(endpoint.next().text()).isEqualTo("1");
        assertThat(world.settled().succeeded()).isFalse();
        world.publish("2", FIRST, null);
        Eventually.holds("it is held", () -> world.count("webhook_messages where due = 'infinity'") == 1);
        // as it is when somebody is quicker than the giving up
        world.database().useTransaction(tx -> {
            tx.handle().execute("update webhooks set status = 'disabled'");
            tx.handle().execute("update webhook_messages set status = 'failed', due = null where payload = '1'");
        });
        world.change(webhook, WebhookStatus.ENABLED);
        assertThat(endpoint.next().text()).isEqualTo("2");
    }

    @Test
    void replaysInTheOrderOfTheEvents() {
        var webhook = world.ordered(endpoint);
        for (int i = 1; i <= 3; i++) world.publish("" + i, FIRST, null);
        for (int i = 1; i <= 3; i++) assertThat(endpoint.next().text()).isEqualTo("" + i);
        for (int i = 1; i <= 3; i++) world.settled();
        endpoint.answer(500);
        var everything = new ReplayRange(
                world.clock.instant().minusSeconds(60),
                world.clock.instant().plusSeconds(1),
                Set.of(MessageStatus.SUCCESS),
                Set.of());
        assertThat(world.webhooks().replay(world.acme, webhook.webhook().id(), everything))
                .isEqualTo(new ReplayResult.Replayed(3));
        assertThat(endpoint.next().text()).isEqualTo("1");
        assertThat(world.settled().succeeded()).isFalse();
        assertThat(endpoint.wasCalled()).isFalse();
        world.later(Duration.ofSeconds(6));
        for (int i = 1; i <= 3; i++) assertThat(endpoint.next().text()).isEqualTo("" + i);
    }

    @Test
    void staysInOrderWithTwoNodesAndAnEndpointThatOftenFails() {
        int things = 12;
        int each = 8;
        for (int i = 0; i < things * each; i++) endpoint.answer(ScriptedEndpoint.status(i % 3 == 0 ? 500 : 200, ""));
        world.ordered(endpoint);
        var there = world.node("there");
        for (int n = 0; n < each; n++)
            for (int thing = 0; thing < things; thing++)
                world.publish(
                        (n + thing) % 2 == 0 ? world.nodes.getFirst() : there,
                        "{\"thing\":" + thing + ",\"n\":" + n + "}",
                        new UUID(2, thing),
                        null);
        // a lease that ends too early makes a message come twice: the first time counts
        Map<Integer, Set<Integer>> seen = new HashMap<>();
        for (int left = things * each; left > 0; ) {
            Attempt attempt = patiently();
            if (!attempt.succeeded()) continue;
            var json = Json.MAPPER.readTree(attempt.dispatch().payload());
            boolean first = seen.computeIfAbsent(json.get("thing").intValue(), _ -> new LinkedHashSet<>())
                    .add(json.get("n").intValue());
            if (first) left--;
        }
        assertThat(seen).hasSize(things);
        assertThat(seen.values())
                .allSatisfy(order -> assertThat(List.copyOf(order)).isSorted().hasSize(each));
    }

    /// The next attempt that is settled; time passes until there is one.
    private Attempt patiently() {
        try {
            for (int i = 0; i < 200; i++) {
                Attempt attempt = world.settled.poll(100, TimeUnit.MILLISECONDS);
                if (attempt != null) return attempt;
                world.later(Duration.ofMinutes(1));
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        throw new AssertionError("no attempt was settled");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) throw new AssertionError("the test never ended");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
