package dev.pennypost.webhooks;

import static dev.pennypost.webhooks.ScriptedEndpoint.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import dev.pennypost.jobs.Loop;
import dev.pennypost.net.HostLookup;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Event;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.webhooks.Attempt.Outcome.Answered;
import dev.pennypost.webhooks.Attempt.Outcome.Unanswered;
import dev.pennypost.webhooks.ScriptedEndpoint.Received;
import dev.pennypost.webhooks.WebhookProblem.BadEndpoint;
import dev.pennypost.webhooks.WebhookProblem.NoEvents;
import dev.pennypost.webhooks.WebhookProblem.Why;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhooksTest {
    // Standard Webhooks libraries compare timestamps with the real time.
    private final FixedClock clock = new FixedClock(Instant.now());
    private final SecretBox secrets = new SecretBox(new byte[32], new SecureRandom());
    private final BlockingQueue<Attempt> settled = new LinkedBlockingQueue<>();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint();
    private Database database;
    private Webhooks webhooks;
    private TeamId acme;
    private Loop relay;

    @BeforeEach
    void start() {
        database = Database.open(TestPostgres.freshDatabase(), 6, clock);
        var teams = new Teams(database, clock);
        acme = teams.create("acme");
        webhooks = started(new WebhooksConfig(true, true, 15, 30, 5, ""));
        database.outbox().tell(List.of(Happened.class), List.of(webhooks.listener()));
        relay = database.outbox().relay().start();
    }

    @AfterEach
    void stop() {
        endpoint.close();
        relay.close();
        webhooks.close();
        database.close();
    }

    @Test
    void deliversWhatTheOfficialLibraryVerifies() throws Exception {
        var webhook = create(endpoint.url(), "thing.happened");
        publish("thing.happened", "{\"type\":\"thing.happened\",\"who\":\"Ada Lovelace é\"}");

        Received received = endpoint.next();
        assertThat(received.request()).isEqualTo("POST /hooks?from=pennypost");
        assertThat(received.text()).isEqualTo("{\"type\":\"thing.happened\",\"who\":\"Ada Lovelace é\"}");
        assertThat(received.header("content-type")).isEqualTo("application/json");
        assertThat(received.header("user-agent")).isEqualTo("Pennypost-Webhooks/1.0");
        assertThat(received.header("svix-id")).matches("msg_[0-9A-Za-z]{27}");
        verify(webhook, received);
        assertThat(settled().succeeded()).isTrue();
        assertThat(message()).containsEntry("status", "success").containsEntry("attempts", 1);
        assertThat(message().get("due")).isNull();
        assertThat(attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt).containsEntry("http_status_code", 200).containsEntry("response", "ok");
            assertThat(attempt.get("error")).isNull();
        });
    }

    @Test
    void triesAgainFiveSecondsAfterAFailureWithTheSameMessage() throws Exception {
        var webhook = create(endpoint.answer(500).url(), "thing.happened");
        publish("thing.happened", "{}");
        Received first = endpoint.next();
        assertThat(settled().outcome()).isEqualTo(new Answered(500, "status 500"));
        assertThat(message()).containsEntry("status", "attempting").containsEntry("attempts", 1);

        clock.advance(Duration.ofSeconds(6));
        webhooks.wake();
        Received second = endpoint.next();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("svix-id")).isEqualTo(first.header("svix-id"));
        assertThat(Long.parseLong(second.header("svix-timestamp")))
                .isEqualTo(Long.parseLong(first.header("svix-timestamp")) + 6);
        verify(webhook, second);
        assertThat(settled().succeeded()).isTrue();
        assertThat(message()).containsEntry("status", "success").containsEntry("attempts", 2);
    }

    @Test
    void givesUpAfterTheEighthFailure() {
        create(endpoint.answer(500, 404, 302, 403, 503, 400, 300, 500).url(), "thing.happened");
        publish("thing.happened", "{}");
        assertThat(settled().succeeded()).isFalse();
        for (int again = 2; again <= 8; again++) {
            assertThat(message()).containsEntry("status", "attempting");
            clock.advance(Duration.ofHours(11));
            webhooks.wake();
            assertThat(settled().succeeded()).isFalse();
        }
        assertThat(message()).containsEntry("status", "failed").containsEntry("attempts", 8);
        assertThat(message().get("due")).isNull();
    }

    @Test
    void takesARedirectForAFailureAndDoesNotFollowIt() {
        create(
                endpoint.answer(exchange -> {
                            exchange.getResponseHeaders().add("Location", "/elsewhere");
                            exchange.sendResponseHeaders(307, -1);
                        })
                        .url(),
                "thing.happened");
        publish("thing.happened", "{}");
        assertThat(endpoint.next().request()).startsWith("POST /hooks");
        assertThat(settled().outcome()).isEqualTo(new Answered(307, ""));
        assertThat(endpoint.wasCalled()).isFalse();
    }

    @Test
    void takesAnAnswerThatBreaksOffForAFailure() {
        create(
                endpoint.answer(exchange -> {
                            exchange.sendResponseHeaders(200, 1000);
                            exchange.getResponseBody().write("half".getBytes(UTF_8));
                            exchange.getResponseBody().flush();
                            throw new IOException("gone");
                        })
                        .url(),
                "thing.happened");
        publish("thing.happened", "{}");
        assertThat(settled().outcome()).isInstanceOf(Unanswered.class);
        assertThat(message()).containsEntry("status", "attempting");
        assertThat(attempts().getFirst().get("http_status_code")).isNull();
    }

    @Test
    void doesNotWaitLongerThanTheTimeout() {
        webhooks.close();
        webhooks = started(new WebhooksConfig(true, true, 1, 30, 5, ""));
        var testEnds = new CountDownLatch(1);
        create(endpoint.answer(_ -> await(testEnds)).url(), "thing.happened");
        database.outbox().tell(List.of(Happened.class), List.of(webhooks.listener()));
        publish("thing.happened", "{}");
        Attempt attempt = settled();
        testEnds.countDown();
        assertThat(attempt.outcome()).isEqualTo(new Unanswered("timed out after 1 s"));
    }

    @Test
    void refusesAddressesThatAreNotPublic() {
        webhooks.close();
        webhooks = started(new WebhooksConfig(false, true, 15, 30, 5, ""));
        create(endpoint.url(), "thing.happened");
        database.outbox().tell(List.of(Happened.class), List.of(webhooks.listener()));
        publish("thing.happened", "{}");
        assertThat(settled().outcome()).isEqualTo(new Unanswered("127.0.0.1: no public address"));
        assertThat(endpoint.wasCalled()).isFalse();
    }

    @Test
    void tellsEachEndpointOnlyWhatItAskedFor() {
        create(endpoint.url(), "thing.happened");
        try (var other = new ScriptedEndpoint()) {
            create(other.url(), "other.happened", "thing.happened");
            publish("other.happened", "{\"n\":1}");
            assertThat(other.next().text()).isEqualTo("{\"n\":1}");
            publish("thing.happened", "{\"n\":2}");
            assertThat(other.next().text()).isEqualTo("{\"n\":2}");
            assertThat(endpoint.next().text()).isEqualTo("{\"n\":2}");
        }
    }

    @Test
    void neverTellsAnotherTeam() {
        var other = new Teams(database, clock).create("other");
        create(endpoint.url(), "thing.happened");
        publish(other, "thing.happened", "{\"secret\":true}");
        publish("thing.happened", "{}");
        assertThat(endpoint.next().text()).isEqualTo("{}");
        assertThat(webhooks.list(other, PageRequest.first(10)).orElseThrow().items())
                .isEmpty();
    }

    @Test
    void isNotHeldBackByAnEndpointThatHangs() {
        var testEnds = new CountDownLatch(1);
        try (var hanging = new ScriptedEndpoint()) {
            for (int i = 0; i < 40; i++) hanging.answer(_ -> await(testEnds));
            create(hanging.url(), "thing.happened");
            for (int i = 0; i < 40; i++) publish("thing.happened", "{}");
            hanging.next();
            create(endpoint.url(), "other.happened");
            publish("other.happened", "{\"late\":true}");
            assertThat(endpoint.next().text()).isEqualTo("{\"late\":true}");
            testEnds.countDown();
        }
    }

    @Test
    void takesEveryMessageOfABacklogOnce() {
        create(endpoint.url(), "thing.happened");
        for (int i = 0; i < 50; i++) publish("thing.happened", "{}");
        for (int i = 0; i < 50; i++) assertThat(settled().succeeded()).isTrue();
        assertThat(attempts()).hasSize(50);
        assertThat(count("webhook_messages where status <> 'success'")).isZero();
        assertThat(count("webhook_messages where leased_by is not null")).isZero();
    }

    @Test
    void takesUpWhatThisNodeHeldWhenItDied() {
        create(endpoint.answer(500).url(), "thing.happened");
        publish("thing.happened", "{}");
        endpoint.next();
        assertThat(settled().succeeded()).isFalse();
        webhooks.close();
        database.useTransaction(tx ->
                tx.handle().execute("update webhook_messages set leased_by = 'here', due = now() + interval '1 day'"));
        webhooks = started(new WebhooksConfig(true, true, 15, 30, 5, ""));
        assertThat(settled().succeeded()).isTrue();
    }

    @Test
    void takesUpWhatAnotherNodeHeldWhenItsLeaseEnds() {
        create(endpoint.answer(500).url(), "thing.happened");
        publish("thing.happened", "{}");
        assertThat(settled().succeeded()).isFalse();
        database.useTransaction(tx -> tx.handle().execute("update webhook_messages set leased_by = 'elsewhere'"));
        clock.advance(Duration.ofMinutes(10));
        webhooks.wake();
        assertThat(settled().succeeded()).isTrue();
        assertThat(message()).containsEntry("status", "success");
    }

    @Test
    void breaksOffWhatIsInProgressWhenItStopsAndGivesItBack() {
        var testEnds = new CountDownLatch(1);
        create(endpoint.answer(_ -> await(testEnds)).url(), "thing.happened");
        publish("thing.happened", "{}");
        endpoint.next();
        webhooks.close();
        assertThat(message()).containsEntry("status", "pending").containsEntry("attempts", 0);
        assertThat(message().get("leased_by")).isNull();
        testEnds.countDown();
    }

    @Test
    void stopsTryingWhenTheEndpointIsRemoved() {
        var webhook = create(endpoint.answer(500).url(), "thing.happened").webhook();
        publish("thing.happened", "{}");
        assertThat(settled().succeeded()).isFalse();
        assertThat(webhooks.remove(acme, webhook.id())).isTrue();
        assertThat(count("webhook_messages")).isZero();
        assertThat(count("webhook_attempts")).isZero();
        assertThat(webhooks.remove(acme, webhook.id())).isFalse();
    }

    @Test
    void survivesARemovalWhileAnAttemptIsInProgress() {
        var removed = new CountDownLatch(1);
        var webhook = create(
                        endpoint.answer(exchange -> {
                                    await(removed);
                                    status(200, "ok").write(exchange);
                                })
                                .url(),
                        "thing.happened")
                .webhook();
        publish("thing.happened", "{}");
        endpoint.next();
        webhooks.remove(acme, webhook.id());
        removed.countDown();
        assertThat(settled().succeeded()).isTrue();
        assertThat(count("webhook_attempts")).isZero();
    }

    @Test
    void sendsNothingToADisabledEndpoint() {
        create(endpoint.answer(500).url(), "thing.happened");
        publish("thing.happened", "{}");
        assertThat(settled().succeeded()).isFalse();
        endpoint.next();
        database.useTransaction(tx -> tx.handle().execute("update webhooks set status = 'disabled'"));
        clock.advance(Duration.ofDays(1));
        webhooks.wake();
        try (var other = new ScriptedEndpoint()) {
            create(other.url(), "other.happened");
            publish("other.happened", "{}");
            assertThat(settled().succeeded()).isTrue();
        }
        assertThat(endpoint.wasCalled()).isFalse();
    }

    @Test
    void keepsOfAnAnswerOnlyABeginningThatCanBeShown() {
        create(
                endpoint.answer(status(500, "bad\u0000\u001b[31m" + "x".repeat(30_000)))
                        .url(),
                "thing.happened");
        publish("thing.happened", "{}");
        assertThat(settled().succeeded()).isFalse();
        assertThat((String) attempts().getFirst().get("response")).hasSize(1024).startsWith("bad\uFFFD\uFFFD[31mxxx");
    }

    @Test
    void keepsOfAnAnswerInAnotherEncodingWhatCanBeShown() {
        create(
                endpoint.answer(exchange -> {
                            byte[] latin1 = "caf\u00e9 \u202e".getBytes(UTF_8);
                            latin1[3] = (byte) 0xE9;
                            exchange.sendResponseHeaders(500, latin1.length);
                            exchange.getResponseBody().write(latin1);
                        })
                        .url(),
                "thing.happened");
        publish("thing.happened", "{}");
        assertThat(settled().succeeded()).isFalse();
        assertThat((String) attempts().getFirst().get("response"))
                .startsWith("caf\uFFFD")
                .endsWith(" \uFFFD")
                .doesNotContain("\u202e");
    }

    @Test
    void showsTheSecretAgainAndKeepsItSealed() {
        var created = create(endpoint.url(), "thing.happened");
        var found = webhooks.get(acme, created.webhook().id()).orElseThrow();
        assertThat(found).isEqualTo(created);
        assertThat(found.signingSecret().reveal()).matches("whsec_[A-Za-z0-9+/]{32}");
        byte[] stored = database.inTransaction(tx -> tx.handle()
                .createQuery("select secret from webhooks")
                .mapTo(byte[].class)
                .one());
        assertThat(new String(stored, UTF_8))
                .doesNotContain(found.signingSecret().reveal());
    }

    @Test
    void listsPagesNewestFirst() {
        for (int i = 0; i < 3; i++) {
            create("https://acme.test/" + i, "thing.happened");
            clock.advance(Duration.ofMillis(1));
        }
        var first = webhooks.list(acme, PageRequest.first(2)).orElseThrow();
        assertThat(first.items())
                .extracting(dev.pennypost.webhooks.Webhook::endpoint)
                .containsExactly("https://acme.test/2", "https://acme.test/1");
        assertThat(first.hasMore()).isTrue();
        var rest = new PageRequest(2, first.items().getLast().id().value(), null);
        assertThat(webhooks.list(acme, rest).orElseThrow().items())
                .extracting(dev.pennypost.webhooks.Webhook::endpoint)
                .containsExactly("https://acme.test/0");
        assertThat(webhooks.list(acme, new PageRequest(2, UUID.randomUUID(), null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "acme.test/hooks, NOT_A_URL",
        "https:///hooks, NOT_A_URL",
        "https://acme.test:0/, NOT_A_URL",
        "https://acme.test:70000/, NOT_A_URL",
        "https://acme test/, NOT_A_URL",
        "https://ada:secret@acme.test/, USER_INFO",
        "ftp://acme.test/, SCHEME",
        "mailto:ada@acme.test, SCHEME"
    })
    void refusesWhatIsNoEndpoint(String url, Why why) {
        assertThat(webhooks.create(acme, new NewWebhook(url, List.of("thing.happened"))))
                .isEqualTo(new CreateResult.Refused(new BadEndpoint(url, why)));
    }

    @Test
    void refusesPlainHttpUnlessItIsAllowed() {
        webhooks.close();
        webhooks = started(new WebhooksConfig(true, false, 15, 30, 5, ""));
        assertThat(webhooks.create(acme, new NewWebhook("http://acme.test/", List.of("thing.happened"))))
                .isEqualTo(new CreateResult.Refused(new BadEndpoint("http://acme.test/", Why.SCHEME)));
        assertThat(webhooks.create(acme, new NewWebhook("HTTPS://acme.test/", List.of("thing.happened"))))
                .isInstanceOf(CreateResult.Created.class);
    }

    @Test
    void refusesEndpointsThatAreTooLongOrWantNothing() {
        String tooLong = "https://acme.test/" + "x".repeat(2048);
        assertThat(webhooks.create(acme, new NewWebhook(tooLong, List.of("thing.happened"))))
                .isEqualTo(new CreateResult.Refused(new BadEndpoint(tooLong, Why.TOO_LONG)));
        assertThat(webhooks.create(acme, new NewWebhook("https://acme.test/", List.of())))
                .isEqualTo(new CreateResult.Refused(new NoEvents()));
    }

    private Webhooks started(WebhooksConfig config) {
        WebhookSpelling spelling = (event, _) ->
                Optional.of(new WebhookSpelling.Spelled(((Happened) event).type(), ((Happened) event).json()));
        HostLookup literals = (host, _) -> List.of(InetAddress.ofLiteral(host));
        var notices = new Notices(new Teams(database, clock), Optional.empty(), new SimpleMeterRegistry());
        var surroundings = new Surroundings("here", clock, new SecureRandom(), literals);
        return new Webhooks(database, secrets, spelling, config, surroundings, notices, settled::add).start();
    }

    private SignedWebhook create(String url, String... events) {
        var result = webhooks.create(acme, new NewWebhook(url, List.of(events)));
        assertThat(result).isInstanceOf(CreateResult.Created.class);
        return ((CreateResult.Created) result).webhook();
    }

    private void publish(String type, String json) {
        publish(acme, type, json);
    }

    private void publish(TeamId team, String type, String json) {
        database.useTransaction(tx -> tx.publish(new Happened(team.value(), type, json)));
    }

    private Attempt settled() {
        try {
            Attempt attempt = settled.poll(20, TimeUnit.SECONDS);
            if (attempt == null) throw new AssertionError("no attempt was settled");
            return attempt;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private Map<String, Object> message() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select * from webhook_messages")
                .mapToMap()
                .one());
    }

    private List<Map<String, Object>> attempts() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select * from webhook_attempts")
                .mapToMap()
                .list());
    }

    private int count(String from) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from " + from)
                .mapTo(Integer.class)
                .one());
    }

    private static void verify(SignedWebhook webhook, Received received) throws Exception {
        var headers = new java.util.HashMap<String, List<String>>();
        for (String name : List.of("id", "timestamp", "signature")) {
            headers.put("webhook-" + name, List.of(received.header("svix-" + name)));
        }
        var verifier = new Webhook(webhook.signingSecret().reveal());
        assertThatCode(() -> verifier.verify(received.text(), headers)).doesNotThrowAnyException();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) throw new AssertionError("the test never ended");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /// An event that brings its own spelling.
    record Happened(UUID teamId, String type, String json) implements Event {}
}
