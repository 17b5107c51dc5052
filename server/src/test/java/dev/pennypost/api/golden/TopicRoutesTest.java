package dev.pennypost.api.golden;

import static dev.pennypost.api.golden.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Topics over the Resend API (contract §18), and emails of them (§29.8).
class TopicRoutesTest {
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
    void makesATopicThatIsPrivateUnlessSaidOtherwise() throws Exception {
        var answer = call("POST", "/topics", "{\"name\":\"News\",\"default_subscription\":\"opt_in\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        String id = json(answer).get("id").stringValue();
        assertThat(answer.body()).isEqualTo("{\"object\":\"topic\",\"id\":\"" + id + "\"}");
        assertThat(call("GET", "/topics/" + id.toUpperCase(Locale.ROOT), "").body())
                .isEqualTo("{\"object\":\"topic\",\"id\":\"" + id + "\",\"name\":\"News\",\"description\":null,"
                        + "\"default_subscription\":\"opt_in\",\"visibility\":\"private\","
                        + "\"created_at\":\"2026-01-01 12:00:00+00\"}");
    }

    @Test
    void changesWhatIsGivenAndLeavesTheRest() throws Exception {
        String id = create("{\"name\":\"News\",\"default_subscription\":\"opt_out\",\"description\":\"Daily\"}");

        // SDKs repeat the id
        var answer = call("PATCH", "/topics/" + id, "{\"id\":\"" + id + "\",\"visibility\":\"public\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"object\":\"topic\",\"id\":\"" + id + "\"}");
        assertThat(shown(id, "visibility")).isEqualTo("public");
        assertThat(shown(id, "description")).isEqualTo("Daily");
        call("PATCH", "/topics/" + id, "{\"name\":\"\",\"description\":null,\"default_subscription\":\"opt_out\"}");
        assertThat(json(call("GET", "/topics/" + id, "")).get("description").isNull())
                .isTrue();
        assertThat(shown(id, "name")).isEqualTo("News");
        assertThat(shown(id, "visibility")).isEqualTo("public");
    }

    @Test
    void removesATopic() throws Exception {
        String id = create("{\"name\":\"News\",\"default_subscription\":\"opt_out\"}");

        assertThat(call("DELETE", "/topics/" + id, "").body())
                .isEqualTo("{\"object\":\"topic\",\"id\":\"" + id + "\",\"deleted\":true}");

        for (String method : List.of("GET", "PATCH", "DELETE")) notFound(call(method, "/topics/" + id, "{}"));
    }

    @Test
    void listsTwentyAndPagesOn() throws Exception {
        for (int i = 0; i < 25; i++) {
            world.obey("advance", Duration.ofSeconds(1).toString());
            create("{\"name\":\"t" + i + "\",\"default_subscription\":\"opt_in\"}");
        }

        JsonNode first = json(call("GET", "/topics", ""));

        assertThat(first.propertyNames()).containsExactly("object", "has_more", "data");
        assertThat(first.get("has_more").booleanValue()).isTrue();
        assertThat(first.get("data").size()).isEqualTo(20);
        assertThat(first.get("data").get(0).propertyNames())
                .containsExactly("id", "name", "description", "default_subscription", "visibility", "created_at");
        assertThat(first.get("data").get(0).get("name").stringValue()).isEqualTo("t24");
        String last = first.get("data").get(19).get("id").stringValue();
        JsonNode second = json(call("GET", "/topics?limit=10&after=" + last, ""));
        assertThat(second.get("data").size()).isEqualTo(5);
        assertThat(second.get("has_more").booleanValue()).isFalse();
        String oldest = second.get("data").get(4).get("id").stringValue();
        assertThat(json(call("GET", "/topics?limit=1&before=" + oldest, ""))
                        .get("data")
                        .get(0)
                        .get("name")
                        .stringValue())
                .isEqualTo("t1");
    }

    @Test
    void knowsNothingOfOtherTeams() throws Exception {
        String id = create("{\"name\":\"News\",\"default_subscription\":\"opt_in\"}");
        String theirs = world.newKey();

        for (String method : List.of("GET", "PATCH", "DELETE"))
            notFound(client.call(theirs, method, "/topics/" + id, "{}"));
        assertThat(json(client.get(theirs, "/topics")).get("data").size()).isZero();
        assertThat(client.get(theirs, "/topics?after=" + id).statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /topics | {\"default_subscription\":\"opt_in\"} | missing_required_field | Missing `name` field.",
                "POST | /topics | {\"name\":\"\"} | missing_required_field | Missing `name` field.",
                "POST | /topics | {\"name\":\"News\"} | missing_required_field | Missing `default_subscription` field.",
                "POST | /topics | {\"name\":7} | validation_error | Invalid `name` field. Expected string, received number.",
                "POST | /topics | {\"name\":\" \",\"default_subscription\":\"opt_in\"} | validation_error | Invalid `name` field. It must not be blank.",
                "POST | /topics | {\"name\":\"123456789012345678901234567890123456789012345678901\",\"default_subscription\":\"opt_in\"} | validation_error | Invalid `name` field. It must be at most 50 characters.",
                "POST | /topics | {\"name\":\"News\",\"default_subscription\":\"in\"} | validation_error | 'Invalid `default_subscription` field. It must be \"opt_in\" | \"opt_out\".'",
                "POST | /topics | {\"name\":\"News\",\"default_subscription\":\"opt_in\",\"visibility\":\"all\"} | validation_error | 'Invalid `visibility` field. It must be \"public\" | \"private\".'",
                "GET | /topics/17 | '' | validation_error | The `id` must be a valid UUID.",
                "PATCH | /topics/17 | {} | validation_error | The `id` must be a valid UUID.",
                "DELETE | /topics/17 | '' | validation_error | The `id` must be a valid UUID.",
                "GET | /topics?limit=0 | '' | validation_error | The pagination limit must be a number between 1 and 100. See https://resend.com/docs/pagination for more information."
            })
    void refusesWhatIsWrong(String method, String path, String body, String name, String message) throws Exception {
        refused(call(method, path, body), 422, name, message);
    }

    @Test
    void refusesToTurnTheDefaultRound() throws Exception {
        String id = create("{\"name\":\"News\",\"default_subscription\":\"opt_out\"}");

        refused(
                call("PATCH", "/topics/" + id, "{\"default_subscription\":\"opt_in\"}"),
                422,
                "validation_error",
                "Invalid `default_subscription` field. It cannot be changed after creation.");
    }

    @Test
    void sendsAnEmailOfATopicThatEverybodyGetsWhoDidNotOptOut() throws Exception {
        client.verified(key, "acme.test");
        String topic = create("{\"name\":\"News\",\"default_subscription\":\"opt_in\"}");

        String id = sent(email(topic));

        assertThat(shown(id).get("topic_id").stringValue()).isEqualTo(topic);
        assertThat(shown(id).get("last_event").stringValue()).isIn("sent", "delivered");
        assertThat(listed(id).get("topic_id").stringValue()).isEqualTo(topic);
        String plain = sent(Client.email("acme.test"));
        assertThat(shown(plain).get("topic_id").isNull()).isTrue();
        assertThat(shown(sent(email("null"))).get("topic_id").isNull()).isTrue();
    }

    @Test
    void sendsAnEmailOfATopicToNobodyWhereThatMustBeAskedFor() throws Exception {
        client.verified(key, "acme.test");
        String topic = create("{\"name\":\"Offers\",\"default_subscription\":\"opt_out\"}");

        String id = sent(email(topic));

        assertThat(shown(id).get("last_event").stringValue()).isEqualTo("failed");
        call("DELETE", "/topics/" + topic, "");
        assertThat(shown(id).get("topic_id").stringValue()).isEqualTo(topic);
    }

    @Test
    void refusesAnEmailOfATopicThatIsNotThere() throws Exception {
        client.verified(key, "acme.test");
        String theirs = json(client.post(
                        world.newKey(), "/topics", "{\"name\":\"News\",\"default_subscription\":\"opt_in\"}"))
                .get("id")
                .stringValue();

        notFound(call("POST", "/emails", email(ABSENT)));
        notFound(call("POST", "/emails", email(theirs)));
        notFound(call("POST", "/emails/batch", "[" + email("null") + "," + email(theirs) + "]"));
        String malformed = "The `topic_id` must be a valid UUID.";
        refused(call("POST", "/emails", email("news")), 422, "validation_error", malformed);
        refused(call("POST", "/emails", email("")), 422, "validation_error", malformed);
        refused(
                call("POST", "/emails", email("null").replace("null", "7")),
                422,
                "validation_error",
                "Invalid `topic_id` field. Expected string, received number.");
        assertThat(json(call("GET", "/emails", "")).get("data").size()).isZero();
    }

    @Test
    void tellsWhichEmailsOfABatchHaveNoTopic() throws Exception {
        client.verified(key, "acme.test");
        String topic = create("{\"name\":\"News\",\"default_subscription\":\"opt_in\"}");

        var answer = client.call(
                key,
                "POST",
                "/emails/batch",
                "[" + email(ABSENT) + "," + email(topic) + "," + email("17") + "]",
                "x-batch-validation",
                "permissive");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("errors").toString())
                .isEqualTo("[{\"index\":0,\"message\":\"Topic not found\"},"
                        + "{\"index\":2,\"message\":\"The `topic_id` must be a valid UUID.\"}]");
        String id = json(answer).get("data").get(0).get("id").stringValue();
        assertThat(shown(id).get("topic_id").stringValue()).isEqualTo(topic);
    }

    /// An email of a topic.
    private static String email(String topic) {
        String value = topic.equals("null") ? topic : "\"" + topic + "\"";
        return Client.email("acme.test").replaceFirst("}$", ",\"topic_id\":" + value + "}");
    }

    private String sent(String email) throws Exception {
        var answer = call("POST", "/emails", email);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).get("id").stringValue();
    }

    private JsonNode shown(String email) throws Exception {
        return json(call("GET", "/emails/" + email, ""));
    }

    private JsonNode listed(String email) throws Exception {
        for (JsonNode one : json(call("GET", "/emails", "")).get("data"))
            if (one.get("id").stringValue().equals(email)) return one;
        throw new AssertionError("no email " + email);
    }

    private String create(String body) throws Exception {
        var answer = call("POST", "/topics", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer).get("id").stringValue();
    }

    private String shown(String id, String field) throws Exception {
        return json(call("GET", "/topics/" + id, "")).get(field).stringValue();
    }

    private static void notFound(HttpResponse<String> answer) {
        refused(answer, 404, "not_found", "Topic not found");
    }

    private static void refused(HttpResponse<String> answer, int status, String name, String message) {
        assertThat(answer.body())
                .isEqualTo("{\"statusCode\":" + status + ",\"message\":\"" + message.replace("\"", "\\\"")
                        + "\",\"name\":\"" + name + "\"}");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        return client.call(key, method, path, body);
    }
}
