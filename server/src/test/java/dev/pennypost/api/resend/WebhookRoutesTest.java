package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpConfig;
import dev.pennypost.api.http.HttpDoor;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.config.HostPort;
import dev.pennypost.domains.DomainId;
import dev.pennypost.json.Json;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.net.HostLookup;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.webhooks.Notices;
import dev.pennypost.webhooks.Surroundings;
import dev.pennypost.webhooks.SvixId;
import dev.pennypost.webhooks.Webhooks;
import dev.pennypost.webhooks.WebhooksConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class WebhookRoutesTest {
    private static final String ABSENT = "0190b6c4-0000-7000-8000-000000000000";
    private static final DomainId OWN = new DomainId(UUID.fromString("0190b6c4-0000-7000-8000-00000000d0d0"));
    private static final String VALID = "{\"endpoint\":\"https://acme.test/hooks\",\"events\":[\"email.sent\"]}";

    private final FixedClock clock = new FixedClock();
    private final HttpClient client = HttpClient.newHttpClient();
    private Database database;
    private Webhooks webhooks;
    private HttpDoor door;
    private Keys keys;
    private Teams teams;
    private String token;

    @BeforeEach
    void open() {
        database = Database.open(TestPostgres.freshDatabase(), 4, clock);
        var random = new SecureRandom();
        teams = new Teams(database, clock);
        keys = new Keys(database, random, clock);
        token = token(Permission.FULL_ACCESS);
        webhooks = new Webhooks(
                database,
                new SecretBox(new byte[32], random),
                new ResendEvents(),
                new WebhooksConfig(false, false, 15, 30, 5, ""),
                new Surroundings("here", clock, random, HostLookup.system()),
                new Notices(teams, Optional.empty(), new SimpleMeterRegistry()));
        var config = new HttpConfig(HostPort.parse("127.0.0.1:0"), "", 1_000_000, 0);
        door = HttpDoor.open(
                config,
                keys,
                List.of(new Only(
                        new WebhookRoutes(webhooks, (_, ids) -> ids.contains(OWN) ? Set.of(OWN) : Set.of()),
                        new WebhookEventRoutes(webhooks, clock))),
                new SimpleMeterRegistry(),
                clock);
    }

    @AfterEach
    void close() {
        client.close();
        door.close();
        webhooks.close();
        database.close();
    }

    @Test
    void createsAWebhookAndShowsItsSecret() throws Exception {
        var response = call("POST", "/webhooks", VALID);
        assertThat(response.statusCode()).isEqualTo(201);
        var created = Json.MAPPER.readTree(response.body());
        assertThat(created.propertyNames()).containsExactly("object", "id", "signing_secret");
        assertThat(created.get("object").stringValue()).isEqualTo("webhook");
        assertThat(created.get("signing_secret").stringValue()).matches("whsec_[A-Za-z0-9+/]{32}");

        var found = call("GET", "/webhooks/" + id(created), "");
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body())
                .isEqualTo("{\"object\":\"webhook\",\"id\":\"" + id(created)
                        + "\",\"endpoint\":\"https://acme.test/hooks\",\"events\":[\"email.sent\"],\"status\":\"enabled\","
                        + "\"created_at\":\"2026-01-01 12:00:00+00\",\"signing_secret\":\""
                        + created.get("signing_secret").stringValue()
                        + "\",\"domain_ids\":null,\"ordered\":false,\"disabled_reason\":null,\"disabled_at\":null,"
                        + "\"failing_since\":null,\"previous_secret_until\":null}");
    }

    @Test
    void listsWebhooksWithoutTheirSecrets() throws Exception {
        var created = Json.MAPPER.readTree(call("POST", "/webhooks", VALID).body());
        assertThat(call("GET", "/webhooks", "").body())
                .isEqualTo("{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"" + id(created)
                        + "\",\"endpoint\":\"https://acme.test/hooks\",\"events\":[\"email.sent\"],\"status\":\"enabled\","
                        + "\"created_at\":\"2026-01-01 12:00:00+00\"}]}");
        assertThat(call("GET", "/webhooks?after=" + ABSENT, "").statusCode()).isEqualTo(422);
    }

    @Test
    void tellsOfAWebhookThatWantsEverything() throws Exception {
        String id = id(Json.MAPPER.readTree(call("POST", "/webhooks", VALID).body()));
        database.useTransaction(tx -> tx.handle().execute("update webhooks set events = null"));
        assertThat(call("GET", "/webhooks/" + id, "").body()).contains("\"events\":null");
    }

    @Test
    void removesAWebhook() throws Exception {
        String id = id(Json.MAPPER.readTree(call("POST", "/webhooks", VALID).body()));
        var removed = call("DELETE", "/webhooks/" + id, "");
        assertThat(removed.statusCode()).isEqualTo(200);
        assertThat(removed.body()).isEqualTo("{\"object\":\"webhook\",\"id\":\"" + id + "\",\"deleted\":true}");
        assertThat(call("GET", "/webhooks/" + id, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing_required_field | Missing `endpoint` field.",
                "{\"endpoint\":\"https://acme.test\"} | missing_required_field | Missing `events` field.",
                "{\"endpoint\":\"https://acme.test\",\"events\":[]} | validation_error | Invalid `events` field. At least one event is required.",
                "{\"endpoint\":\"https://acme.test\",\"events\":[\"email.exploded\"]} | validation_error | Invalid `events` field. Unknown event `email.exploded`.",
                "{\"endpoint\":\"acme\",\"events\":[\"email.sent\"]} | validation_error | Invalid `endpoint` field. The endpoint must be a valid URL.",
                "{\"endpoint\":\"http://acme.test\",\"events\":[\"email.sent\"]} | validation_error | Invalid `endpoint` field. The endpoint must use HTTPS.",
                "{\"endpoint\":17,\"events\":[\"email.sent\"]} | validation_error | Invalid `endpoint` field. Expected string, received number."
            })
    void refusesABadWish(String body, String name, String message) throws Exception {
        var response = call("POST", "/webhooks", body);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(Json.MAPPER.readTree(response.body()).get("name").stringValue())
                .isEqualTo(name);
        assertThat(Json.MAPPER.readTree(response.body()).get("message").stringValue())
                .isEqualTo(message);
    }

    @Test
    void knowsNothingOfOtherTeams() throws Exception {
        String id = id(Json.MAPPER.readTree(call("POST", "/webhooks", VALID).body()));
        token = token(Permission.FULL_ACCESS);
        for (String method : List.of("GET", "DELETE")) {
            var response = call(method, "/webhooks/" + id, "");
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("Webhook not found");
        }
        assertThat(call("GET", "/webhooks/17", "").statusCode()).isEqualTo(422);
    }

    @Test
    void isClosedToKeysThatMayOnlySend() throws Exception {
        token = token(Permission.SENDING_ACCESS);
        for (String path : List.of("/webhooks", "/webhooks/" + ABSENT, "/webhooks/" + ABSENT + "/events"))
            assertThat(call("GET", path, "").statusCode()).isEqualTo(401);
        for (String path : List.of("/signing-secret/rotate", "/replay", "/events/msg_1/replay"))
            assertThat(call("POST", "/webhooks/" + ABSENT + path, "{}").statusCode())
                    .isEqualTo(401);
        assertThat(call("PATCH", "/webhooks/" + ABSENT, "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void changesWhatIsGivenAndLeavesTheRest() throws Exception {
        String id = created();
        var changed = call("PATCH", "/webhooks/" + id, "{\"endpoint\":\"https://acme.test/new\"}");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).isEqualTo("{\"object\":\"webhook\",\"id\":\"" + id + "\"}");
        assertThat(get(id).get("endpoint").stringValue()).isEqualTo("https://acme.test/new");
        assertThat(get(id).get("events").toString()).isEqualTo("[\"email.sent\"]");

        call("PATCH", "/webhooks/" + id, "{\"events\":[\"webhook.disabled\",\"email.opened\"],\"ordered\":true}");
        assertThat(get(id).get("events").toString()).isEqualTo("[\"webhook.disabled\",\"email.opened\"]");
        assertThat(get(id).get("ordered").booleanValue()).isTrue();

        call("PATCH", "/webhooks/" + id, "{\"status\":\"disabled\"}");
        assertThat(get(id).get("status").stringValue()).isEqualTo("disabled");
        assertThat(get(id).get("disabled_reason").stringValue()).isEqualTo("requested");
        assertThat(get(id).get("disabled_at").stringValue()).isEqualTo("2026-01-01 12:00:00+00");
        call("PATCH", "/webhooks/" + id, "{\"status\":\"enabled\"}");
        assertThat(get(id).get("status").stringValue()).isEqualTo("enabled");
        assertThat(get(id).get("disabled_at").isNull()).isTrue();
        assertThat(call("PATCH", "/webhooks/" + id, "{}").statusCode()).isEqualTo(200);
        assertThat(get(id).get("endpoint").stringValue()).isEqualTo("https://acme.test/new");
        assertThat(get(id).get("ordered").booleanValue()).isTrue();
    }

    @Test
    void takesAFilterByDomainAndTakesItAway() throws Exception {
        String filter = "\"domain_ids\":[\"" + OWN.value() + "\"]";
        var created = call("POST", "/webhooks", VALID.replace("}", ",\"ordered\":true," + filter + "}"));
        String id = id(Json.MAPPER.readTree(created.body()));
        assertThat(get(id).get("domain_ids").toString()).isEqualTo("[\"" + OWN.value() + "\"]");
        assertThat(get(id).get("ordered").booleanValue()).isTrue();
        call("PATCH", "/webhooks/" + id, "{\"ordered\":false}");
        assertThat(get(id).get("domain_ids").isArray()).isTrue();
        for (String none : List.of("[]", "null")) {
            call("PATCH", "/webhooks/" + id, "{" + filter + "}");
            assertThat(get(id).get("domain_ids").isArray()).isTrue();
            call("PATCH", "/webhooks/" + id, "{\"domain_ids\":" + none + "}");
            assertThat(get(id).get("domain_ids").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"events\":[]} | Invalid `events` field. At least one event is required.",
                "{\"events\":[\"email.exploded\"]} | Invalid `events` field. Unknown event `email.exploded`.",
                "{\"endpoint\":\"acme\"} | Invalid `endpoint` field. The endpoint must be a valid URL.",
                "{\"endpoint\":\"http://acme.test\"} | Invalid `endpoint` field. The endpoint must use HTTPS.",
                "{\"endpoint\":17} | Invalid `endpoint` field. Expected string, received number.",
                "{\"status\":\"paused\"} | 'Status must be \"enabled\" | \"disabled\"'",
                "{\"ordered\":\"yes\"} | Invalid `ordered` field. Expected boolean, received string.",
                "{\"domain_ids\":17} | Invalid `domain_ids` field. Expected string or array, received number.",
                "{\"domain_ids\":[\"acme.test\"]} | The `domain_ids` must be a valid UUID.",
                "{\"domain_ids\":[\"0190b6c4-0000-7000-8000-000000000000\"]} | Invalid `domain_ids` field. Unknown domain `0190b6c4-0000-7000-8000-000000000000`."
            })
    void refusesABadChange(String body, String message) throws Exception {
        String id = created();
        var response = call("PATCH", "/webhooks/" + id, body);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(message(response)).isEqualTo(message);
    }

    @Test
    void refusesAFilterOfMoreThanAHundredDomains() throws Exception {
        String ids = IntStream.range(0, 101)
                .mapToObj(i -> "\"" + new UUID(7, i) + "\"")
                .collect(Collectors.joining(","));
        var response = call("POST", "/webhooks", VALID.replace("}", ",\"domain_ids\":[" + ids + "]}"));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(message(response)).isEqualTo("Invalid `domain_ids` field. There can be at most 100 domains.");
    }

    @Test
    void rotatesTheSecretAndShowsTheNewOne() throws Exception {
        String id = created();
        String before = get(id).get("signing_secret").stringValue();
        var rotated = call("POST", "/webhooks/" + id + "/signing-secret/rotate", "");
        assertThat(rotated.statusCode()).isEqualTo(200);
        String after = get(id).get("signing_secret").stringValue();
        assertThat(after).isNotEqualTo(before);
        assertThat(rotated.body())
                .isEqualTo("{\"object\":\"webhook\",\"id\":\"" + id + "\",\"signing_secret\":\"" + after + "\"}");
    }

    @Test
    void listsEventsNewestFirst() throws Exception {
        String id = created();
        String first = event(id, "success", null);
        String second = event(id, "attempting", "2026-01-01 12:05:00+00");
        assertThat(call("GET", "/webhooks/" + id + "/events", "").body())
                .isEqualTo("{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"" + second
                        + "\",\"type\":\"email.sent\",\"created_at\":\"2026-01-01T12:00:02.000Z\",\"status\":\"attempting\"},"
                        + "{\"id\":\"" + first + "\",\"type\":\"email.sent\","
                        + "\"created_at\":\"2026-01-01T12:00:01.000Z\",\"status\":\"success\"}]}");
        var page = Json.MAPPER.readTree(
                call("GET", "/webhooks/" + id + "/events?limit=1", "").body());
        assertThat(page.get("has_more").booleanValue()).isTrue();
        assertThat(call("GET", "/webhooks/" + id + "/events?status=failed", "").body())
                .doesNotContain("msg_");
        assertThat(call("GET", "/webhooks/" + id + "/events?status=lost", "").statusCode())
                .isEqualTo(422);
        var rest = Json.MAPPER.readTree(call("GET", "/webhooks/" + id + "/events?limit=1&after=" + second, "")
                .body());
        assertThat(rest.get("has_more").booleanValue()).isFalse();
        assertThat(id(rest.get("data").get(0))).isEqualTo(first);
    }

    @Test
    void showsAnEvent() throws Exception {
        String id = created();
        String event = event(id, "attempting", "2026-01-01 12:05:00+00");
        String other = event(id, "failed", null);
        assertThat(call("GET", "/webhooks/" + id + "/events/" + event, "").body())
                .isEqualTo("{\"object\":\"webhook_event\",\"id\":\"" + event
                        + "\",\"type\":\"email.sent\",\"created_at\":\"2026-01-01T12:00:01.000Z\","
                        + "\"status\":\"attempting\",\"next_attempt_at\":\"2026-01-01T12:05:00.000Z\","
                        + "\"payload\":{\"type\":\"email.sent\",\"data\":{\"n\":1.50}}}");
        assertThat(call("GET", "/webhooks/" + id + "/events/" + other, "").body())
                .contains("\"status\":\"failed\",\"next_attempt_at\":null");
        call("PATCH", "/webhooks/" + id, "{\"status\":\"disabled\"}");
        assertThat(call("GET", "/webhooks/" + id + "/events/" + event, "").body())
                .contains("\"next_attempt_at\":null");
    }

    @Test
    void listsAttemptsNewestFirst() throws Exception {
        String id = created();
        String event = event(id, "attempting", "2026-01-01 12:05:00+00");
        String answered = attempt(event, 500, "sorry", null);
        String unanswered = attempt(event, null, "", "timed out after 15 s");
        String path = "/webhooks/" + id + "/events/" + event + "/attempts";
        assertThat(call("GET", path, "").body())
                .isEqualTo("{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"" + unanswered
                        + "\",\"http_status_code\":0,\"response\":\"timed out after 15 s\","
                        + "\"sent_at\":\"2026-01-01T12:00:03.000Z\",\"duration_ms\":12},{\"id\":\"" + answered
                        + "\",\"http_status_code\":500,\"response\":\"sorry\","
                        + "\"sent_at\":\"2026-01-01T12:00:02.000Z\",\"duration_ms\":12}]}");
        var rest = Json.MAPPER.readTree(
                call("GET", path + "?limit=1&after=" + unanswered, "").body());
        assertThat(id(rest.get("data").get(0))).isEqualTo(answered);
        assertThat(call("GET", path + "?after=" + event, "").statusCode()).isEqualTo(422);
    }

    @Test
    void replaysAnEvent() throws Exception {
        String id = created();
        String event = event(id, "success", null);
        var replayed = call("POST", "/webhooks/" + id + "/events/" + event + "/replay", "");
        assertThat(replayed.statusCode()).isEqualTo(200);
        assertThat(replayed.body()).isEqualTo("{\"object\":\"webhook_event\",\"id\":\"" + event + "\"}");
        assertThat(call("GET", "/webhooks/" + id + "/events/" + event, "").body())
                .contains("\"status\":\"pending\",\"next_attempt_at\":\"2026-01-01T12:00:01.000Z\"");

        call("PATCH", "/webhooks/" + id, "{\"status\":\"disabled\"}");
        var refused = call("POST", "/webhooks/" + id + "/events/" + event + "/replay", "");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(message(refused)).isEqualTo("The webhook is disabled. Enable it to replay its events.");
    }

    @Test
    void replaysARange() throws Exception {
        String id = created();
        event(id, "success", null);
        event(id, "failed", null);
        event(id, "failed", null);
        String range = "{\"since\":\"2026-01-01T12:00:00Z\",\"until\":\"2026-01-01T13:00:03+01:00\"";
        var replayed = call("POST", "/webhooks/" + id + "/replay", range + "}");
        assertThat(replayed.statusCode()).isEqualTo(202);
        assertThat(replayed.body())
                .isEqualTo("{\"object\":\"webhook_replay\",\"webhook_id\":\"" + id + "\",\"replayed\":1}");
        assertThat(call(
                                "POST",
                                "/webhooks/" + id + "/replay",
                                range + ",\"status\":[\"success\",\"failed\"],\"events\":[\"email.sent\"]}")
                        .body())
                .endsWith("\"replayed\":2}");
        assertThat(call("POST", "/webhooks/" + id + "/replay", range + ",\"events\":[\"email.opened\"]}")
                        .body())
                .endsWith("\"replayed\":0}");
        call("PATCH", "/webhooks/" + id, "{\"status\":\"disabled\"}");
        assertThat(message(call("POST", "/webhooks/" + id + "/replay", range + "}")))
                .isEqualTo("The webhook is disabled. Enable it to replay its events.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; missing_required_field; Missing `since` field.",
                "{\"since\":\"2026-01-01T12:00:00Z\"}; missing_required_field; Missing `until` field.",
                "{\"since\":\"yesterday\",\"until\":\"2026-01-01T12:00:00Z\"}; validation_error; Invalid `since`.",
                "{\"since\":\"2026-01-01T12:00:00Z\",\"until\":\"2026-01-01\"}; validation_error; Invalid `until`.",
                "{\"since\":\"2026-01-01T10:00:00Z\",\"until\":\"+999999-01-01T10:00:00Z\"}; validation_error; Invalid `until`.",
                "{\"since\":\"2026-01-01T12:00:00Z\",\"until\":\"2026-01-01T12:00:00Z\"}; validation_error; Invalid `since`. It must be before `until`.",
                "{\"since\":\"2026-01-02T12:00:00Z\",\"until\":\"2026-01-03T12:00:00Z\"}; validation_error; Invalid `since`. It is in the future.",
                "{\"since\":\"2025-11-01T12:00:00Z\",\"until\":\"2026-01-03T12:00:00Z\"}; validation_error; Invalid `since`. Events are kept for 30 days.",
                "{\"since\":\"2026-01-01T10:00:00Z\",\"until\":\"2026-01-01T12:00:00Z\",\"status\":[\"pending\"]}; validation_error; Status must be \"success\" | \"failed\"",
                "{\"since\":\"2026-01-01T10:00:00Z\",\"until\":\"2026-01-01T12:00:00Z\",\"events\":[\"x\"]}; validation_error; Invalid `events` field. Unknown event `x`."
            })
    void refusesARangeThatIsNone(String body, String name, String message) throws Exception {
        var response = call("POST", "/webhooks/" + created() + "/replay", body);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(Json.MAPPER.readTree(response.body()).get("name").stringValue())
                .isEqualTo(name);
        assertThat(message(response)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "before=msg_1 | The `before` parameter is not supported by this list.",
                "after=17 | The pagination cursor does not belong to an item of this list.",
                "after=msg_2sz7mXbGIDTkzDyGtqMWO9oWOp0 | The pagination cursor does not belong to an item of this list.",
                "limit=0 | The pagination limit must be a number between 1 and 100. See https://resend.com/docs/pagination for more information.",
                "limit=101 | The pagination limit must be a number between 1 and 100. See https://resend.com/docs/pagination for more information."
            })
    void refusesABadPageOfEvents(String query, String message) throws Exception {
        String id = created();
        String event = event(id, "success", null);
        for (String list : List.of("/events?", "/events/" + event + "/attempts?")) {
            var response = call("GET", "/webhooks/" + id + list + query, "");
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(message(response)).isEqualTo(message);
        }
    }

    @Test
    void knowsNothingOfEventsThatAreNotThere() throws Exception {
        String id = created();
        String elsewhere = event(created(), "success", null);
        for (String event : List.of(elsewhere, "msg_17", ABSENT)) {
            String path = "/webhooks/" + id + "/events/" + event;
            for (var response : List.of(
                    call("GET", path, ""), call("GET", path + "/attempts", ""), call("POST", path + "/replay", ""))) {
                assertThat(response.statusCode()).isEqualTo(404);
                assertThat(message(response)).isEqualTo("Webhook event not found");
            }
        }
    }

    @Test
    void knowsNothingOfEventsOfOtherTeams() throws Exception {
        String id = created();
        String event = event(id, "failed", null);
        token = token(Permission.FULL_ACCESS);
        String path = "/webhooks/" + id;
        String range = "{\"since\":\"2026-01-01T10:00:00Z\",\"until\":\"2026-01-02T12:00:00Z\"}";
        for (var response : List.of(
                call("PATCH", path, "{\"status\":\"disabled\"}"),
                call("POST", path + "/signing-secret/rotate", ""),
                call("GET", path + "/events", ""),
                call("GET", path + "/events/" + event, ""),
                call("GET", path + "/events/" + event + "/attempts", ""),
                call("POST", path + "/events/" + event + "/replay", ""),
                call("POST", path + "/events/17/replay", ""),
                call("POST", path + "/replay", range))) {
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(message(response)).isEqualTo("Webhook not found");
        }
        // through an endpoint of its own neither
        String own = created();
        assertThat(call("GET", "/webhooks/" + own + "/events/" + event, "").statusCode())
                .isEqualTo(404);
        assertThat(call("POST", "/webhooks/" + own + "/events/" + event + "/replay", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("POST", "/webhooks/" + own + "/replay", range).body()).endsWith("\"replayed\":0}");
    }

    private String created() throws IOException, InterruptedException {
        return id(Json.MAPPER.readTree(call("POST", "/webhooks", VALID).body()));
    }

    private JsonNode get(String id) throws IOException, InterruptedException {
        return Json.MAPPER.readTree(call("GET", "/webhooks/" + id, "").body());
    }

    /// Happens a second after what happened before.
    private String event(String webhook, String status, @Nullable String due) {
        clock.advance(Duration.ofSeconds(1));
        UUID id = Ids.next(clock.instant());
        database.useTransaction(tx -> {
            for (String table : List.of("webhook_messages", "webhook_attempts"))
                new DayPartitions(table, "").open(tx, DayPartitions.dayOf(id));
            tx.handle()
                    .createUpdate("""
                            insert into webhook_messages
                                   (id, webhook_id, team_id, type, payload, created_at, status, due)
                            select :id, id, team_id, 'email.sent', '{"type":"email.sent","data":{"n":1.50}}', :at,
                                   :status, cast(:due as timestamptz)
                              from webhooks where id = cast(:webhook as uuid)""")
                    .bind("id", id)
                    .bind("at", clock.instant())
                    .bind("status", status)
                    .bind("due", due)
                    .bind("webhook", webhook)
                    .execute();
        });
        return SvixId.MESSAGE.of(id);
    }

    private String attempt(String event, @Nullable Integer status, String answer, @Nullable String error) {
        clock.advance(Duration.ofSeconds(1));
        UUID id = Ids.next(clock.instant());
        database.useTransaction(tx -> tx.handle()
                .createUpdate("""
                        insert into webhook_attempts
                               (id, message_id, http_status_code, response, error, sent_at, duration_ms)
                        values (:id, :message, cast(:status as int), :answer, :error, :at, 12)""")
                .bind("id", id)
                .bind("message", SvixId.MESSAGE.parse(event).orElseThrow())
                .bind("status", status)
                .bind("answer", answer)
                .bind("error", error)
                .bind("at", clock.instant())
                .execute());
        return SvixId.ATTEMPT.of(id);
    }

    private static String message(HttpResponse<String> response) {
        return Json.MAPPER.readTree(response.body()).get("message").stringValue();
    }

    private String token(Permission permission) {
        return keys.create(teams.create("team"), "key", permission, null)
                .token()
                .reveal();
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String id(JsonNode json) {
        return json.get("id").stringValue();
    }

    /// A dialect of nothing but webhooks.
    private record Only(WebhookRoutes routes, WebhookEventRoutes events) implements Dialect {
        @Override
        public String mount() {
            return "";
        }

        @Override
        public void register(Router router) {
            routes.register(router);
            events.register(router);
        }

        @Override
        public Response spell(HttpProblem problem) {
            return ResendErrors.of(problem);
        }
    }
}
