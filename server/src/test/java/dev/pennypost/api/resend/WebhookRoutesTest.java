package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpConfig;
import dev.pennypost.api.http.HttpDoor;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.config.HostPort;
import dev.pennypost.json.Json;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.net.HostLookup;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.webhooks.Surroundings;
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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class WebhookRoutesTest {
    private static final String ABSENT = "0190b6c4-0000-7000-8000-000000000000";
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
                new WebhooksConfig(false, false, 15, 30),
                new Surroundings("here", clock, random, HostLookup.system()));
        var config = new HttpConfig(HostPort.parse("127.0.0.1:0"), "", 1_000_000, 0);
        door = HttpDoor.open(
                config, keys, List.of(new Only(new WebhookRoutes(webhooks))), new SimpleMeterRegistry(), clock);
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
                        + created.get("signing_secret").stringValue() + "\"}");
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
        assertThat(call("GET", "/webhooks", "").statusCode()).isEqualTo(401);
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
    private record Only(WebhookRoutes routes) implements Dialect {
        @Override
        public String mount() {
            return "";
        }

        @Override
        public void register(Router router) {
            routes.register(router);
        }

        @Override
        public Response spell(HttpProblem problem) {
            return ResendErrors.of(problem);
        }
    }
}
