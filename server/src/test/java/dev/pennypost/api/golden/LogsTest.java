package dev.pennypost.api.golden;

import static dev.pennypost.api.golden.Client.email;
import static dev.pennypost.api.golden.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.keys.Permission;
import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The request log over the Resend API (contract §24).
class LogsTest {
    private static final String ABSENT = "0190b6c4-0000-7000-8000-000000000000";

    private final GoldenWorld world = new GoldenWorld();
    private final Client client = new Client(world);
    private final String key = world.newKey();

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void logsEveryRequestAndItsAnswer() throws Exception {
        ask(key, "POST", "/domains?x=re_hidden", "{\"name\":\"one.test\"}", "User-Agent", "resend-node:6.38.0");
        ask(key, "GET", "/domains/" + ABSENT, "");
        var list = await("GET /domains/" + ABSENT, "POST /domains");

        JsonNode added = list.getLast();
        assertThat(added.propertyNames())
                .containsExactly(
                        "id", "created_at", "endpoint", "method", "response_status", "user_agent", "api_key_id");
        assertThat(added.get("created_at").stringValue()).isEqualTo("2026-01-01 12:00:00+00");
        assertThat(added.get("response_status").intValue()).isEqualTo(201);
        assertThat(added.get("user_agent").stringValue()).isEqualTo("resend-node:6.38.0");
        assertThat(list.getFirst().get("response_status").intValue()).isEqualTo(404);

        JsonNode whole = json(client.get(key, "/logs/" + id(added)));
        assertThat(whole.get("object").stringValue()).isEqualTo("log");
        assertThat(whole.get("endpoint").stringValue()).isEqualTo("/domains");
        assertThat(whole.get("method").stringValue()).isEqualTo("POST");
        assertThat(whole.get("request_body").get("name").stringValue()).isEqualTo("one.test");
        assertThat(whole.get("response_body").get("status").stringValue()).isEqualTo("not_started");
        JsonNode missed = json(client.get(key, "/logs/" + id(list.getFirst())));
        assertThat(missed.get("request_body").isNull()).isTrue();
        assertThat(missed.get("response_body").get("name").stringValue()).isEqualTo("not_found");
    }

    @Test
    void showsNoSecretsOfRequestsAndAnswers() throws Exception {
        String token = json(ask(key, "POST", "/api-keys", "{\"name\":\"a\"}"))
                .get("token")
                .stringValue();
        String secret = json(ask(
                        key, "POST", "/webhooks", "{\"endpoint\":\"https://acme.test\",\"events\":[\"email.sent\"]}"))
                .get("signing_secret")
                .stringValue();
        String domain = json(ask(key, "POST", "/domains", "{\"name\":\"one.test\"}"))
                .get("id")
                .stringValue();
        ask(
                key,
                "POST",
                "/domains/" + domain + "/dns/preview",
                "{\"provider\":\"nobody\",\"token\":\"hush-hush\",\"unheard\":\"hush-hush\"}");
        ask(key, "POST", "/domains/" + domain + "/keys", "{\"private_key\":\"hush-hush\",\"selector\":\"s\"}");
        ask(key, "PUT", "/byok/key", "{\"api_key\":\"hush-hush\",\"url\":\"https://up.test\"}");
        ask(key, "POST", "/emails", """
                {"from":"a@one.test","to":"b@dest.test","subject":"S","text":"T","attachments":[
                  {"filename":"a.txt","content":"aHVzaC1odXNo"}]}""");
        var list = await(
                "POST /emails",
                "PUT /byok/key",
                "POST /domains/" + domain + "/keys",
                "POST /domains/" + domain + "/dns/preview",
                "POST /domains",
                "POST /webhooks",
                "POST /api-keys");

        var shown = new StringBuilder();
        for (JsonNode one : list)
            shown.append(client.get(key, "/logs/" + id(one)).body()).append('\n');

        assertThat(shown)
                .doesNotContain(token)
                .doesNotContain(secret)
                .doesNotContain("hush-hush")
                .doesNotContain("aHVzaC1odXNo")
                .contains("\"token\":\"[redacted]\"", "\"signing_secret\":\"[redacted]\"", "\"content\":\"[cut]\"");
        for (int confidential = 1; confidential <= 3; confidential++)
            assertThat(json(client.get(key, "/logs/" + id(list.get(confidential))))
                            .get("request_body")
                            .isNull())
                    .isTrue();
    }

    @Test
    void logsWhatItRefusesAndBodiesOfBatches() throws Exception {
        String sending = json(ask(key, "POST", "/api-keys", "{\"name\":\"s\",\"permission\":\"sending_access\"}"))
                .get("token")
                .stringValue();
        ask(sending, "GET", "/domains", "");
        ask(key, "POST", "/domains", "{");
        ask(key, "POST", "/emails/batch", "[" + email("one.test") + "]");
        var list = await("POST /emails/batch", "POST /domains", "GET /domains", "POST /api-keys");

        assertThat(list.get(2).get("response_status").intValue()).isEqualTo(401);
        assertThat(list.get(1).get("response_status").intValue()).isEqualTo(400);
        JsonNode batch = json(client.get(key, "/logs/" + id(list.getFirst())));
        assertThat(batch.get("request_body").get("items").get(0).get("from").stringValue())
                .isEqualTo("a@one.test");
        assertThat(json(client.get(key, "/logs/" + id(list.get(1))))
                        .get("request_body")
                        .isNull())
                .isTrue();
    }

    @Test
    void logsNothingOfStrangers() throws Exception {
        ask("", "GET", "/domains", "");
        ask("re_AAAAAAAA_AAAAAAAAAAAAAAAAAAAAAAAA", "GET", "/domains", "");
        ask(key, "GET", "/nothing", "");
        ask(key, "GET", "/domains", "");
        await("GET /domains");
    }

    @Test
    void pagesAndFilters() throws Exception {
        ask(key, "GET", "/domains", "");
        ask(key, "POST", "/domains", "{}");
        ask(key, "GET", "/api-keys", "", "User-Agent", "resend-python:2.1");
        var all = await("GET /api-keys", "POST /domains", "GET /domains");

        JsonNode first = json(client.get(key, "/logs?limit=1&method=post"));
        assertThat(first.get("has_more").booleanValue()).isFalse();
        assertThat(ids(first)).containsExactly(id(all.get(1)));
        assertThat(ids(json(client.get(key, "/logs?status=4xx")))).containsExactly(id(all.get(1)));
        assertThat(ids(json(client.get(key, "/logs?status=422")))).containsExactly(id(all.get(1)));
        assertThat(ids(json(client.get(key, "/logs?user_agent=resend-python")))).containsExactly(id(all.get(0)));
        assertThat(ids(json(client.get(key, "/logs?end_date=2026-01-01T12:00:00Z"))))
                .isEmpty();
        assertThat(ids(json(client.get(key, "/logs?limit=1&after=" + id(all.get(1))))))
                .containsExactly(id(all.get(2)));
        String by = all.get(0).get("api_key_id").stringValue();
        assertThat(ids(json(client.get(key, "/logs?status=200&before=" + id(all.get(2)) + "&api_key_id=" + by))))
                .contains(id(all.get(0)))
                .doesNotContain(id(all.get(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/logs/17 | 422 | validation_error | The `logId` must be a valid UUID.",
                "/logs/0190b6c4-0000-7000-8000-000000000000 | 404 | not_found | Log not found",
                "/logs?status=6xx | 422 | validation_error | Invalid `status`. Use a status such as `422`, or a class such as `4xx`.",
                "/logs?method=BREW | 422 | validation_error | Invalid `method`. It must be one of GET, POST, PUT, PATCH, DELETE.",
                "/logs?api_key_id=7 | 422 | validation_error | The `api_key_id` must be a valid UUID.",
                "/logs?start_date=today | 422 | validation_error | Invalid `start_date`.",
                "/logs?end_date=2026 | 422 | validation_error | Invalid `end_date`.",
                "/logs?after=0190b6c4-0000-7000-8000-000000000000 | 422 | validation_error | The pagination cursor does not belong to an item of this list."
            })
    void refusesWhatIsNotThere(String path, int status, String name, String message) throws Exception {
        var answer = client.get(key, path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).get("name").stringValue()).isEqualTo(name);
        assertThat(json(answer).get("message").stringValue()).isEqualTo(message);
    }

    @Test
    void showsNothingToOtherTeams() throws Exception {
        ask(key, "GET", "/domains", "");
        String id = id(await("GET /domains").getFirst());
        String rival = world.newKey();
        assertThat(client.get(rival, "/logs/" + id).statusCode()).isEqualTo(404);
        assertThat(client.get(rival, "/logs").body()).doesNotContain(id);
        assertThat(client.get(world.newKey(Permission.SENDING_ACCESS), "/logs").statusCode())
                .isEqualTo(401);
    }

    /// Makes a request; the next one is a second later.
    private HttpResponse<String> ask(String by, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var answer = client.call(by, method, path, body, headers);
        world.obey("advance", "PT1S");
        return answer;
    }

    /// Waits until the log of the first hour holds these requests, newest first.
    private List<JsonNode> await(String... requests) {
        world.obey("advance", "PT2H");
        Eventually.holds(
                "the log holds " + List.of(requests),
                () -> logged().stream()
                        .map(one -> one.get("method").stringValue() + " "
                                + one.get("endpoint").stringValue())
                        .toList()
                        .equals(List.of(requests)));
        return logged();
    }

    private List<JsonNode> logged() {
        var list = new ArrayList<JsonNode>();
        try {
            json(client.get(key, "/logs?limit=100&end_date=2026-01-01T13:00:00Z"))
                    .get("data")
                    .forEach(list::add);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
        return list;
    }

    private static List<String> ids(JsonNode list) {
        var ids = new ArrayList<String>();
        for (JsonNode one : list.get("data")) ids.add(id(one));
        return ids;
    }

    private static String id(JsonNode json) {
        return json.get("id").stringValue();
    }
}
