package dev.pennypost.api.golden;

import static dev.pennypost.api.golden.Client.email;
import static dev.pennypost.api.golden.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.api.http.Dialect;
import dev.pennypost.keys.Permission;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What API keys are and what they let their holders do, over the Resend API (contract §14).
class ApiKeysTest {
    private static final String ABSENT = "0190b6c4-0000-7000-8000-000000000000";
    private static final Set<String> SENDING = Set.of("POST /emails", "POST /emails/batch");

    /// Routes whose path says itself who may call them.
    private static final Set<String> OPEN = Set.of("GET /attachments/{token}");

    private final GoldenWorld world = new GoldenWorld();
    private final Client client = new Client(world);
    private final String full = world.newKey();

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void keepsAKeyThatMayOnlySendFromEveryOtherRoute() throws Exception {
        String sending = world.newKey(Permission.SENDING_ACCESS);
        Dialect resend = world.dialects().getFirst();
        var refused = new ArrayList<String>();
        for (String route : GoldenWorld.routes(resend)) {
            if (OPEN.contains(route)) continue;
            String[] words = route.split(" ", 2);
            var answer = call(sending, words[0], words[1].replaceAll("\\{[^}]*}", ABSENT), "{}");
            if (SENDING.contains(route)) {
                assertThat(answer.statusCode()).as(route).isEqualTo(422);
            } else {
                assertThat(answer.statusCode()).as(route).isEqualTo(401);
                assertThat(answer.body())
                        .as(route)
                        .contains("\"restricted_api_key\"")
                        .contains("This API key is restricted to only send emails.");
                refused.add(route);
            }
        }
        assertThat(refused).hasSizeGreaterThan(30).contains("PATCH /api-keys/{id}", "GET /emails/{id}");
    }

    @Test
    void asksForAKeyOnEveryRouteThatIsNotOpen() throws Exception {
        for (String route : GoldenWorld.routes(world.dialects().getFirst())) {
            if (OPEN.contains(route)) continue;
            String[] words = route.split(" ", 2);
            var answer = call("", words[0], words[1].replaceAll("\\{[^}]*}", ABSENT), "");
            assertThat(answer.body()).as(route).contains("missing_api_key");
        }
    }

    @Test
    void holdsABoundKeyToItsDomain() throws Exception {
        String one = client.verified(full, "one.test");
        client.verified(full, "two.test");
        String bound = tokenOf("{\"name\":\"b\",\"permission\":\"sending_access\",\"domain_id\":\"" + one + "\"}");

        assertThat(client.post(bound, "/emails", email("one.test")).statusCode())
                .isEqualTo(200);
        var elsewhere = client.post(bound, "/emails", email("two.test"));
        assertThat(elsewhere.statusCode()).isEqualTo(403);
        assertThat(elsewhere.body()).contains("This API key is not allowed to send from the two.test domain.");
        assertThat(client.post(bound, "/emails/batch", "[" + email("one.test") + "," + email("two.test") + "]")
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.post(bound, "/v1/mails/send", """
                        {"from":{"email":"a@two.test"},"to":{"email":"ada@dest.test"},"subject":"S","text":"T"}""").statusCode()).isEqualTo(403);
        assertThat(client.post(full, "/emails", email("two.test")).statusCode()).isEqualTo(200);
    }

    @Test
    void renamesAKey() throws Exception {
        var created = json(call(full, "POST", "/api-keys", "{\"name\":\"old\"}"));
        String id = created.get("id").stringValue();

        var renamed = call(full, "PATCH", "/api-keys/" + id, "{\"name\":\"new\"}");

        assertThat(renamed.statusCode()).isEqualTo(200);
        assertThat(renamed.body()).isEqualTo("{\"object\":\"api_key\",\"id\":\"" + id + "\"}");
        assertThat(listed(id).get("name").stringValue()).isEqualTo("new");
        assertThat(call(full, "PATCH", "/api-keys/" + id, "{\"name\":\"\"}").statusCode())
                .isEqualTo(200);
        assertThat(listed(id).get("name").stringValue()).isEmpty();
    }

    @Test
    void renamesNoKeyOfAnotherTeam() throws Exception {
        String id = json(call(full, "POST", "/api-keys", "{\"name\":\"mine\"}"))
                .get("id")
                .stringValue();

        var answer = call(world.newKey(), "PATCH", "/api-keys/" + id, "{\"name\":\"yours\"}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("API key not found");
        assertThat(listed(id).get("name").stringValue()).isEqualTo("mine");
    }

    @Test
    void takesAnEmptyNameAndNoMissingOne() throws Exception {
        assertThat(call(full, "POST", "/api-keys", "{\"name\":\"\"}").statusCode())
                .isEqualTo(201);
        for (String method : List.of("POST /api-keys", "PATCH /api-keys/" + ABSENT)) {
            String[] words = method.split(" ", 2);
            var missing = call(full, words[0], words[1], "{}");
            assertThat(missing.statusCode()).isEqualTo(422);
            assertThat(missing.body()).contains("missing_required_field", "Missing `name` field.");
        }
    }

    @Test
    void letsAnExpiredKeyInNoMore() throws Exception {
        String token = tokenOf("{\"name\":\"short\",\"expires_at\":\"2026-01-01T13:00:00Z\"}");
        assertThat(call(token, "GET", "/domains", "").statusCode()).isEqualTo(200);

        world.obey("advance", "PT1H");

        var answer = call(token, "GET", "/domains", "");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"statusCode\":403,\"message\":\"API key is not active\",\"name\":\"restricted_api_key\"}");
        assertThat(call(token, "GET", "/v1/domains", "").statusCode()).isEqualTo(401);
        assertThat(call(token, "GET", "/api/email/domains", "").statusCode()).isEqualTo(401);
        assertThat(call(token, "GET", "/byok/domains", "").statusCode()).isEqualTo(401);
    }

    @Test
    void showsWhenAKeyExpires() throws Exception {
        var created =
                json(call(full, "POST", "/api-keys", "{\"name\":\"short\",\"expires_at\":\"2026-01-02T00:00:00.5Z\"}"));
        assertThat(listed(created.get("id").stringValue()).get("expires_at").stringValue())
                .isEqualTo("2026-01-02 00:00:00.5+00");
        var lasting = json(call(full, "POST", "/api-keys", "{\"name\":\"lasting\"}"));
        assertThat(listed(lasting.get("id").stringValue()).get("expires_at").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\",\"expires_at\":\"2026-01-01T12:00:00Z\"} | validation_error | Invalid `expires_at` field. It must be in the future.",
                "{\"name\":\"a\",\"expires_at\":\"some day\"} | validation_error | Invalid `expires_at` field. Use ISO 8601,",
                "{\"name\":\"a\",\"expires_at\":7} | validation_error | Invalid `expires_at` field. Expected string, received number.",
                "{\"name\":\"a\",\"permission\":\"all\"} | invalid_access | Access must be",
                "{\"name\":\"a\",\"domain_id\":\"0190b6c4-0000-7000-8000-000000000000\"} | validation_error | The `domain_id` field is only allowed with `sending_access`.",
                "{\"name\":\"123456789012345678901234567890123456789012345678901\"} | validation_error | Invalid `name` field. It must be at most 50 characters."
            })
    void refusesABadWish(String body, String name, String message) throws Exception {
        var answer = call(full, "POST", "/api-keys", body);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).get("name").stringValue()).isEqualTo(name);
        assertThat(json(answer).get("message").stringValue()).startsWith(message);
    }

    private String tokenOf(String wish) throws Exception {
        return json(call(full, "POST", "/api-keys", wish)).get("token").stringValue();
    }

    private JsonNode listed(String id) throws Exception {
        for (JsonNode key : json(call(full, "GET", "/api-keys", "")).get("data"))
            if (key.get("id").stringValue().equals(id)) return key;
        throw new AssertionError("no key " + id);
    }

    private HttpResponse<String> call(String key, String method, String path, String body) throws Exception {
        return client.call(key, method, path, body);
    }
}
