package dev.pennypost.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.Records;
import dev.pennypost.json.Json;
import dev.pennypost.metrics.Metric;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.webhooks.Disabled.Reason;
import dev.pennypost.webhooks.NoticeMail.Notice;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Endpoints that are gone, or that do nothing but fail.
class DisablingTest {
    private final WebhookWorld world = new WebhookWorld();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint();
    private final ScriptedEndpoint other = new ScriptedEndpoint();

    @AfterEach
    void close() {
        endpoint.close();
        other.close();
        world.close();
    }

    @Test
    void disablesAnEndpointThatIsGoneAtOnce() {
        var webhook = world.create(endpoint.answer(410));
        world.create(other, "webhook.disabled");
        world.publish("1");
        assertThat(endpoint.next().text()).isEqualTo("1");
        var told = Json.MAPPER.readTree(other.next().text());
        assertThat(told.get("webhook_id").stringValue())
                .isEqualTo(webhook.webhook().id().toString());
        assertThat(told.get("reason").stringValue()).isEqualTo("GONE");
        assertThat(told.toString()).doesNotContain("hooks").contains("\"host\":\"127.0.0.1\"");

        Webhook now = world.get(webhook);
        assertThat(now.status()).isEqualTo(WebhookStatus.DISABLED);
        assertThat(now.disabled())
                .isEqualTo(new Disabled(Reason.GONE, world.clock.instant().truncatedTo(ChronoUnit.MICROS)));
        assertThat(Metric.WEBHOOKS_DISABLED.counter(world.metrics, "gone").count())
                .isEqualTo(1);
        assertThat(Records.deeds(world.database(), world.acme.value())).contains("webhook upkeep: webhook.disabled");
        Eventually.holds(
                "its messages are given up",
                () -> world.count("webhook_messages where payload = '1' and status = 'failed' and due is null") == 1);
        world.later(Duration.ofDays(1));
        assertThat(endpoint.wasCalled()).isFalse();
    }

    @Test
    void tellsEndpointsThatWantEverything() {
        world.create(endpoint.answer(410));
        world.create(other, "other.happened");
        world.database()
                .useTransaction(tx -> tx.handle()
                        .execute("update webhooks set events = null where endpoint = '" + other.url() + "'"));
        world.publish("1");
        assertThat(List.of(
                        other.next().text().contains("GONE"),
                        other.next().text().contains("GONE")))
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void disablesAnEndpointThatHasFailedForFiveDays() {
        var webhook = world.create(endpoint.answer(500, 500, 500, 500, 500, 500));
        Instant first = world.clock.instant();
        world.publish("1");
        failed();
        world.later(Duration.ofDays(3));
        failed();
        world.later(Duration.ofDays(2).minusMinutes(1));
        failed();
        assertThat(world.get(webhook).status()).isEqualTo(WebhookStatus.ENABLED);
        world.publish("2");
        failed();
        world.later(Duration.ofHours(2));
        // both are due; whether the second one still goes out depends on what is known of the endpoint by then
        failed();
        assertThat(world.get(webhook).disabled()).isNotNull().satisfies(disabled -> {
            assertThat(disabled.reason()).isEqualTo(Reason.FAILING);
            assertThat(disabled.at()).isAfterOrEqualTo(first.plus(Duration.ofDays(5)));
        });
        Eventually.holds(
                "both messages are given up", () -> world.count("webhook_messages where status = 'failed'") == 2);
    }

    @Test
    void beginsToCountAnewAfterASuccess() {
        var webhook = world.create(endpoint.answer(500, 200, 500, 500));
        world.publish("1");
        failed();
        world.later(Duration.ofDays(4));
        assertThat(world.settled().succeeded()).isTrue();
        world.publish("2");
        failed();
        world.later(Duration.ofDays(4));
        failed();
        assertThat(world.get(webhook).status()).isEqualTo(WebhookStatus.ENABLED);
    }

    @Test
    void forgetsWhatWentWrongWhenItIsEnabledAgain() {
        var webhook = world.create(endpoint.answer(410, 500));
        world.publish("1");
        failed();
        assertThat(world.get(webhook).disabled()).isNotNull();
        assertThat(world.change(webhook, WebhookStatus.ENABLED).disabled()).isNull();
        assertThat(world.get(webhook).disabled()).isNull();
        assertThat(world.count("webhooks where failing_since is not null or notice_due"))
                .isZero();
        world.publish("2");
        failed();
        assertThat(world.get(webhook).status()).isEqualTo(WebhookStatus.ENABLED);
    }

    @Test
    void keepsWhatAnEndpointMissesForAReplay() {
        var webhook = world.create(endpoint.answer(410));
        Instant begin = world.clock.instant();
        world.publish("1");
        failed();
        endpoint.next();
        world.publish("2");
        Eventually.holds("it is kept", () -> world.count("webhook_messages where payload = '2'") == 1);
        var kept = world.webhooks()
                .messages(world.acme, webhook.webhook().id(), null, dev.pennypost.storage.PageRequest.first(1))
                .orElseThrow();
        assertThat(kept.items().getFirst().status()).isEqualTo(MessageStatus.FAILED);
        Eventually.holds("what waits is given up", () -> world.count("webhook_messages where due is not null") == 0);
        assertThat(endpoint.wasCalled()).isFalse();

        world.change(webhook, WebhookStatus.ENABLED);
        var missed =
                new ReplayRange(begin, world.clock.instant().plusSeconds(1), Set.of(MessageStatus.FAILED), Set.of());
        assertThat(world.webhooks().replay(world.acme, webhook.webhook().id(), missed))
                .isEqualTo(new ReplayResult.Replayed(2));
        assertThat(List.of(endpoint.next().text(), endpoint.next().text())).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void keepsNothingForAnEndpointThatItsTeamDisabled() {
        var webhook = world.create(endpoint);
        world.create(other);
        assertThat(world.change(webhook, WebhookStatus.DISABLED).disabled())
                .isNotNull()
                .satisfies(disabled -> assertThat(disabled.reason()).isEqualTo(Reason.REQUESTED));
        world.publish("1");
        assertThat(other.next().text()).isEqualTo("1");
        assertThat(world.messages()).hasSize(1);
        assertThat(world.count("webhooks where notice_due")).isZero();
    }

    @Test
    void stopsRetryingWhenItsTeamDisablesIt() {
        var webhook = world.create(endpoint.answer(500));
        world.publish("1");
        failed();
        world.change(webhook, WebhookStatus.DISABLED);
        Eventually.holds("it is given up", () -> world.count("webhook_messages where status = 'failed'") == 1);
        var message = (UUID) Objects.requireNonNull(world.messages().getFirst().get("id"));
        assertThat(world.webhooks().replay(world.acme, webhook.webhook().id(), message))
                .isEqualTo(new ReplayResult.IsDisabled());
    }

    @Test
    void leavesAnAttemptInProgressToWhoeverMadeIt() {
        var answered = new CountDownLatch(1);
        var webhook = world.create(endpoint.answer(exchange -> {
            await(answered);
            ScriptedEndpoint.status(200, "ok").write(exchange);
        }));
        world.publish("1");
        endpoint.next();
        world.change(webhook, WebhookStatus.DISABLED);
        world.wake();
        answered.countDown();
        assertThat(world.settled().succeeded()).isTrue();
        assertThat(world.messages().getFirst()).containsEntry("status", "success");
    }

    @Test
    void holdsWhatAnotherUrlSaidAgainstNobody() {
        var answered = new CountDownLatch(1);
        var webhook = world.create(endpoint.answer(exchange -> {
            await(answered);
            ScriptedEndpoint.status(410, "").write(exchange);
        }));
        world.publish("1");
        endpoint.next();
        var moved = new WebhookChange(other.url(), null, null, null, null);
        assertThat(world.webhooks().change(world.acme, webhook.webhook().id(), moved))
                .isInstanceOf(ChangeResult.Changed.class);
        answered.countDown();
        failed();
        assertThat(world.get(webhook).status()).isEqualTo(WebhookStatus.ENABLED);
        world.later(Duration.ofSeconds(6));
        assertThat(other.next().text()).isEqualTo("1");
    }

    @Test
    void writesToTheTeamOnce() {
        world.teams().contact(world.acme, "ops@acme.test");
        var webhook = world.create(endpoint.answer(410));
        world.publish("1");
        failed();
        Notice notice = world.mail();
        assertThat(notice.to()).isEqualTo("ops@acme.test");
        assertThat(notice.subject()).isEqualTo("Your webhook at 127.0.0.1 was disabled");
        assertThat(notice.text())
                .contains("410 Gone", webhook.webhook().id().toString(), "PATCH /webhooks/")
                .doesNotContain("/hooks?", "whsec_");
        Eventually.holds("nothing is due", () -> world.count("webhooks where notice_due") == 0);
        world.wake();
        assertThat(world.mail).isEmpty();
    }

    @Test
    void writesToNobodyWhereThereIsNoAddress() {
        world.create(endpoint.answer(410));
        world.publish("1");
        failed();
        Eventually.holds("nothing is due", () -> world.count("webhooks where notice_due") == 0);
        assertThat(world.mail).isEmpty();
    }

    private void failed() {
        assertThat(world.settled().succeeded()).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) throw new AssertionError("the test never ended");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
