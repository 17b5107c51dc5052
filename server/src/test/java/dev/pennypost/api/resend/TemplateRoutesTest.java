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
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.Teams;
import dev.pennypost.templates.TemplateProblem;
import dev.pennypost.templates.TemplateProblem.Flaw;
import dev.pennypost.templates.Templates;
import dev.pennypost.testkit.FixedClock;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TemplateRoutesTest {
    private static final String ABSENT = "0190b6c4-0000-7000-8000-000000000000";
    private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String FULL = """
            {"name":"order-confirmation","alias":"orders","from":"Acme <store@acme.test>","subject":"Thanks!",
             "reply_to":"help@acme.test","html":"<p>{{{PRODUCT}}}</p>","text":"{{{PRODUCT}}}","variables":[
             {"key":"PRODUCT","type":"string","fallback_value":"item"},{"key":"PRICE","type":"number","fallback_value":25},
             {"key":"NOTE","type":"string"}]}""";
    private static final String SMALL = "{\"name\":\"n\",\"html\":\"h\"}";

    private final FixedClock clock = new FixedClock();
    private final HttpClient client = HttpClient.newHttpClient();
    private Database database;
    private HttpDoor door;
    private Keys keys;
    private Teams teams;
    private String token;

    @BeforeEach
    void open() {
        database = Database.open(TestPostgres.freshDatabase(), 4, clock);
        teams = new Teams(database, clock);
        keys = new Keys(database, new SecureRandom(), clock);
        token = token(Permission.FULL_ACCESS);
        var routes = new TemplateRoutes(new Templates(database, clock));
        var config = new HttpConfig(HostPort.parse("127.0.0.1:0"), "", 1_000_000, 0);
        door = HttpDoor.open(config, keys, List.of(new Only(routes)), new SimpleMeterRegistry(), clock);
    }

    @AfterEach
    void close() {
        client.close();
        door.close();
        database.close();
    }

    @Test
    void createsATemplate() throws Exception {
        var response = call("POST", "/templates", FULL);
        assertThat(response.statusCode()).isEqualTo(201);
        String id = id(response);
        assertThat(id).matches(UUID_FORM);
        assertThat(response.body()).isEqualTo("{\"id\":\"" + id + "\",\"object\":\"template\"}");
    }

    @Test
    void showsATemplate() throws Exception {
        String id = make(FULL);
        var json = get(id);
        JsonNode first = json.get("variables").get(0);
        assertThat(json.get("current_version_id").stringValue()).matches(UUID_FORM);
        assertThat(first.get("id").stringValue()).matches(UUID_FORM);
        String time = "2026-01-01 12:00:00+00";
        assertThat(call("GET", "/templates/" + id, "").body())
                .isEqualTo("{\"object\":\"template\",\"id\":\"" + id + "\",\"current_version_id\":\""
                        + json.get("current_version_id").stringValue()
                        + "\",\"alias\":\"orders\",\"name\":\"order-confirmation\",\"created_at\":\"" + time
                        + "\",\"updated_at\":\"" + time + "\",\"status\":\"draft\",\"published_at\":null,"
                        + "\"from\":\"Acme <store@acme.test>\",\"subject\":\"Thanks!\","
                        + "\"reply_to\":[\"help@acme.test\"],\"html\":\"<p>{{{PRODUCT}}}</p>\","
                        + "\"text\":\"{{{PRODUCT}}}\",\"variables\":["
                        + variable(json, 0, "PRODUCT", "string", "\"item\"") + ","
                        + variable(json, 1, "PRICE", "number", "25") + ","
                        + variable(json, 2, "NOTE", "string", "null") + "],\"has_unpublished_versions\":true}");
    }

    @Test
    void showsNullForWhatATemplateLacks() throws Exception {
        var json = get(make(SMALL));
        for (String field : List.of("alias", "from", "subject", "reply_to", "text", "published_at"))
            assertThat(json.get(field).isNull()).as(field).isTrue();
        assertThat(json.get("variables").isEmpty()).isTrue();
    }

    @Test
    void listsTemplates() throws Exception {
        String id = make(FULL);
        clock.advance(Duration.ofMillis(1500));
        call("POST", "/templates/orders/publish", "");
        String other = make(SMALL);
        assertThat(call("GET", "/templates", "").body())
                .isEqualTo(
                        "{\"object\":\"list\",\"data\":[{\"id\":\"" + other + "\",\"name\":\"n\",\"status\":\"draft\","
                                + "\"published_at\":null,\"created_at\":\"2026-01-01 12:00:01.5+00\","
                                + "\"updated_at\":\"2026-01-01 12:00:01.5+00\",\"alias\":null},{\"id\":\"" + id
                                + "\",\"name\":\"order-confirmation\",\"status\":\"published\","
                                + "\"published_at\":\"2026-01-01 12:00:01.5+00\",\"created_at\":\"2026-01-01 12:00:00+00\","
                                + "\"updated_at\":\"2026-01-01 12:00:00+00\",\"alias\":\"orders\"}],\"has_more\":false}");
        assertThat(call("GET", "/templates?limit=1", "").body()).contains(other).contains("\"has_more\":true");
        assertThat(call("GET", "/templates?limit=1&after=" + other, "").body()).contains(id);
        assertThat(call("GET", "/templates?limit=1&before=" + id, "").body()).contains(other);
    }

    @Test
    void listsTwentyUnlessToldOtherwise() throws Exception {
        for (int i = 0; i < 21; i++) make(SMALL);
        var json = Json.MAPPER.readTree(call("GET", "/templates", "").body());
        assertThat(json.get("data").size()).isEqualTo(20);
        assertThat(json.get("has_more").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0 | The pagination limit must be a number between 1 and 100. See https://resend.com/docs/pagination for more information.",
                "limit=x | The pagination limit must be a number between 1 and 100. See https://resend.com/docs/pagination for more information.",
                "after=" + ABSENT + " | The pagination cursor does not belong to an item of this list.",
                "after=orders | The `after` must be a valid UUID."
            })
    void refusesABadPage(String query, String message) throws Exception {
        refused(call("GET", "/templates?" + query, ""), 422, "validation_error", message);
    }

    @Test
    void changesWhatIsGivenOnly() throws Exception {
        String id = make(FULL);
        var before = get(id);
        clock.advance(Duration.ofSeconds(1));

        var response = call(
                "PATCH",
                "/templates/" + id,
                "{\"id\":\"x\",\"subject\":\"New\",\"reply_to\":[\"a@b.test\",\"c@d.test\"]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"id\":\"" + id + "\",\"object\":\"template\"}");
        var after = get(id);
        assertThat(after.get("subject").stringValue()).isEqualTo("New");
        assertThat(after.get("reply_to").toString()).isEqualTo("[\"a@b.test\",\"c@d.test\"]");
        assertThat(after.get("updated_at").stringValue()).isEqualTo("2026-01-01 12:00:01+00");
        for (String field : List.of("alias", "name", "from", "html", "text", "variables", "created_at"))
            assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
    }

    @Test
    void takesAwayWhatIsNull() throws Exception {
        String id = make(FULL);
        call(
                "PATCH",
                "/templates/" + id,
                "{\"alias\":null,\"from\":null,\"subject\":null,\"reply_to\":null,\"text\":null,\"variables\":null,"
                        + "\"name\":null,\"html\":null}");
        var json = get(id);
        for (String field : List.of("alias", "from", "subject", "reply_to", "text"))
            assertThat(json.get(field).isNull()).as(field).isTrue();
        assertThat(json.get("variables").isEmpty()).isTrue();
        assertThat(json.get("name").stringValue()).isEqualTo("order-confirmation");
        assertThat(json.get("html").stringValue()).isEqualTo("<p>{{{PRODUCT}}}</p>");
    }

    @Test
    void takesTheEmptyTextsOfTheGoSdkForNoChange() throws Exception {
        String id = make(FULL);
        call("PATCH", "/templates/" + id, "{\"name\":\"\",\"html\":\"\",\"subject\":\"New\"}");
        assertThat(get(id).get("name").stringValue()).isEqualTo("order-confirmation");
        assertThat(get(id).get("html").stringValue()).isEqualTo("<p>{{{PRODUCT}}}</p>");
    }

    @Test
    void publishesAndTellsOfChangesSince() throws Exception {
        String id = make(FULL);
        var published = call("POST", "/templates/orders/publish", "");
        assertThat(published.statusCode()).isEqualTo(200);
        assertThat(published.body()).isEqualTo("{\"id\":\"" + id + "\",\"object\":\"template\"}");
        var live = get(id);
        assertThat(live.get("status").stringValue()).isEqualTo("published");
        assertThat(live.get("published_at").stringValue()).isEqualTo("2026-01-01 12:00:00+00");
        assertThat(live.get("has_unpublished_versions").booleanValue()).isFalse();

        call("PATCH", "/templates/orders", "{\"html\":\"new\"}");
        var edited = get(id);
        assertThat(edited.get("status").stringValue()).isEqualTo("published");
        assertThat(edited.get("has_unpublished_versions").booleanValue()).isTrue();
        assertThat(edited.get("html").stringValue()).isEqualTo("new");
        assertThat(edited.get("current_version_id")).isNotEqualTo(live.get("current_version_id"));

        call("POST", "/templates/" + id + "/publish", "{}");
        assertThat(get(id).get("has_unpublished_versions").booleanValue()).isFalse();
    }

    @Test
    void duplicatesATemplate() throws Exception {
        String id = make(FULL);
        var response = call("POST", "/templates/orders/duplicate", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"id\":\"" + id(response) + "\",\"object\":\"template\"}");
        assertThat(id(response)).isNotEqualTo(id);
        var copy = get(id(response));
        assertThat(copy.get("name").stringValue()).isEqualTo("order-confirmation (copy)");
        assertThat(copy.get("alias").isNull()).isTrue();
        assertThat(copy.get("status").stringValue()).isEqualTo("draft");
        assertThat(copy.get("html")).isEqualTo(get(id).get("html"));
    }

    @Test
    void removesATemplate() throws Exception {
        String id = make(FULL);
        var removed = call("DELETE", "/templates/orders", "");
        assertThat(removed.statusCode()).isEqualTo(200);
        assertThat(removed.body()).isEqualTo("{\"object\":\"template\",\"id\":\"" + id + "\",\"deleted\":true}");
        notFound(call("GET", "/templates/" + id, ""));
    }

    @Test
    void findsAnAliasAsItStandsInThePath() throws Exception {
        String plus = make("{\"name\":\"n\",\"html\":\"h\",\"alias\":\"a+b@c\"}");
        assertThat(get("a+b@c").get("id").stringValue()).isEqualTo(plus);
        assertThat(get("a%2Bb%40c").get("id").stringValue()).isEqualTo(plus);
        String slash = make("{\"name\":\"n\",\"html\":\"h\",\"alias\":\"grüße/1 2\"}");
        assertThat(get("gr%C3%BC%C3%9Fe%2F1%202").get("id").stringValue()).isEqualTo(slash);
    }

    @Test
    void answersThatAMissingTemplateIsNotFoundOnEveryRoute() throws Exception {
        for (String which : List.of(ABSENT, "no-such-alias", "%00", "..", "x%2Fy")) unknown(which);
    }

    @Test
    void knowsNothingOfOtherTeams() throws Exception {
        String id = make(FULL);
        String own = token;
        token = token(Permission.FULL_ACCESS);
        for (String which : List.of(id, "orders")) unknown(which);
        assertThat(call("GET", "/templates", "").body()).contains("\"data\":[]");
        make(FULL);
        token = own;
        assertThat(get("orders").get("id").stringValue()).isEqualTo(id);
    }

    @Test
    void isClosedToKeysThatMayOnlySend() throws Exception {
        token = token(Permission.SENDING_ACCESS);
        for (String route : List.of("GET /templates", "POST /templates", "GET /templates/x", "PATCH /templates/x"))
            refused(
                    call(route.split(" ", 2)[0], route.split(" ", 2)[1], ""),
                    401,
                    "restricted_api_key",
                    "This API key is restricted to only send emails.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing_required_field | Missing `name` field.",
                "{\"name\":\"\",\"html\":\"h\"} | missing_required_field | Missing `name` field.",
                "{\"name\":\"n\"} | missing_required_field | Missing `html` field.",
                "{\"name\":\"n\",\"html\":null} | missing_required_field | Missing `html` field.",
                "{\"name\":\"n\",\"html\":17} | validation_error | Invalid `html` field. Expected string, received number.",
                "{\"name\":\" \",\"html\":\"h\"} | validation_error | Invalid `name` field. It must not be blank.",
                "{\"name\":\"n\",\"html\":\"\\u0000\"} | validation_error | Invalid `html` field. It must not contain NUL."
            })
    void refusesToCreate(String body, String name, String message) throws Exception {
        refused(call("POST", "/templates", body), 422, name, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"alias\":\".\" | Invalid `alias` field. It must not be a UUID, `.` or `..`.",
                "\"alias\":\"" + ABSENT + "\" | Invalid `alias` field. It must not be a UUID, `.` or `..`.",
                "\"alias\":\"taken\" | Invalid `alias` field. Another template has the alias `taken`.",
                "\"from\":\"nobody\" | Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.",
                "\"reply_to\":[\"nobody\"] | Invalid `reply_to` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.",
                "\"reply_to\":5 | Invalid `reply_to` field. Expected string or array, received number.",
                "\"subject\":\"a\\nb\" | Invalid `subject` field. It must be one line.",
                "\"variables\":{} | Invalid `variables` field. Expected array, received object.",
                "\"variables\":[{\"key\":\"EMAIL\",\"type\":\"string\"}] | Invalid `variables` field. `EMAIL` is reserved.",
                "\"variables\":[{\"key\":\"A-B\",\"type\":\"string\"}] | Invalid `variables` field. The key `A-B` must be 1 to 50 ASCII letters, numbers or underscores.",
                "\"variables\":[{\"key\":\"A\",\"type\":\"string\"},{\"key\":\"A\",\"type\":\"string\"}] | Invalid `variables` field. `A` is there twice.",
                "\"variables\":[{\"key\":\"A\",\"type\":\"string\",\"fallback_value\":1}] | Invalid `variables` field. The fallback value of `A` must be a string.",
                "\"variables\":[{\"key\":\"A\",\"type\":\"number\",\"fallback_value\":\"1\"}] | Invalid `variables` field. The fallback value of `A` must be a number.",
                "\"variables\":[{\"key\":\"A\",\"type\":\"string\",\"fallback_value\":{\"a\":1}}] | Invalid `variables` field. The fallback value of `A` must be a string.",
                "\"variables\":[{\"key\":\"A\",\"type\":\"number\",\"fallback_value\":9007199254740992}] | Invalid `variables` field. The fallback value of `A` must not be greater than 2^53 - 1.",
                "\"variables\":[{\"key\":\"A\",\"type\":\"number\",\"fallback_value\":1e400}] | Invalid `variables` field. The fallback value of `A` must not be greater than 2^53 - 1."
            })
    void refusesAFieldWhetherCreatingOrChanging(String field, String message) throws Exception {
        make("{\"name\":\"n\",\"html\":\"h\",\"alias\":\"taken\"}");
        String id = make(SMALL);
        refused(
                call("POST", "/templates", "{\"name\":\"n\",\"html\":\"h\"," + field + "}"),
                422,
                "validation_error",
                message);
        refused(call("PATCH", "/templates/" + id, "{" + field + "}"), 422, "validation_error", message);
    }

    @Test
    void refusesAVariableWithoutKeyOrType() throws Exception {
        refused(with("{\"type\":\"string\"}"), 422, "missing_required_field", "Missing `key` field.");
        refused(with("{\"key\":\"A\"}"), 422, "missing_required_field", "Missing `type` field.");
    }

    @Test
    void refusesTypesThatBelongToAutomations() throws Exception {
        for (String type : List.of("boolean", "object", "list", "String", ""))
            refused(
                    with("{\"key\":\"A\",\"type\":\"" + type + "\"}"),
                    422,
                    "validation_error",
                    "Invalid `variables` field. The type of `A` must be \"string\" | \"number\".");
    }

    @Test
    void refusesMoreThanFiftyVariablesAndLongValues() throws Exception {
        String many = IntStream.range(0, 51)
                .mapToObj(i -> "{\"key\":\"V" + i + "\",\"type\":\"string\"}")
                .collect(Collectors.joining(","));
        String message = "Invalid `variables` field. A template can have at most 50, this one has 51.";
        refused(with(many), 422, "validation_error", message);
        refused(
                with("{\"key\":\"A\",\"type\":\"string\",\"fallback_value\":\"" + "x".repeat(2001) + "\"}"),
                422,
                "validation_error",
                "Invalid `variables` field. The fallback value of `A` must be at most 2,000 characters.");
    }

    @Test
    void refusesABodyThatIsNoObject() throws Exception {
        assertThat(call("POST", "/templates", "[").statusCode()).isEqualTo(400);
        assertThat(call("PATCH", "/templates/x", "[]").statusCode()).isEqualTo(400);
    }

    /// What sending says; the route is that of emails.
    @Test
    void spellsProblemsOfSending() {
        spelled(new TemplateProblem.NoSuchTemplate("x"), "404 not_found: Template not found");
        spelled(
                new TemplateProblem.NotPublished("x"),
                "422 validation_error: The `x` template is not published. Publish it before sending.");
        spelled(
                new TemplateProblem.MissingValue("A"),
                "422 validation_error: Invalid `variables` field. `A` has no fallback value, so a value must be given.");
        spelled(
                new TemplateProblem.BadValue("A", Flaw.NOT_A_NUMBER),
                "422 validation_error: Invalid `variables` field. The value of `A` must be a number.");
        spelled(
                new TemplateProblem.BadValue("A", Flaw.NEITHER),
                "422 validation_error: Invalid `variables` field. The value of `A` must be a string or a number.");
        spelled(
                new TemplateProblem.BadValue("A", Flaw.HAS_NUL),
                "422 validation_error: Invalid `variables` field. The value of `A` must not contain NUL.");
        spelled(
                new TemplateProblem.TooLarge(40L * 1024 * 1024),
                "413 validation_error: The email is too large. With the values of its variables, a part of it has more"
                        + " than 40 MB.");
    }

    private static void spelled(TemplateProblem problem, String expected) {
        JsonNode json =
                Json.MAPPER.readTree(ResendTemplateProblems.spell(problem).body());
        assertThat(json.get("statusCode").intValue() + " " + json.get("name").stringValue() + ": "
                        + json.get("message").stringValue())
                .isEqualTo(expected);
    }

    private void unknown(String which) throws Exception {
        for (String method : List.of("GET", "PATCH", "DELETE")) notFound(call(method, "/templates/" + which, "{}"));
        for (String action : List.of("publish", "duplicate"))
            notFound(call("POST", "/templates/" + which + "/" + action, ""));
    }

    private static void notFound(HttpResponse<String> response) {
        refused(response, 404, "not_found", "Template not found");
    }

    private static void refused(HttpResponse<String> response, int status, String name, String message) {
        var json = Json.MAPPER.readTree(response.body());
        assertThat(json.get("message").stringValue()).isEqualTo(message);
        assertThat(json.get("name").stringValue()).isEqualTo(name);
        assertThat(json.get("statusCode").intValue()).isEqualTo(status);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    private static String variable(JsonNode template, int index, String key, String type, String fallback) {
        String time = "2026-01-01 12:00:00+00";
        return "{\"id\":\"" + template.get("variables").get(index).get("id").stringValue() + "\",\"key\":\"" + key
                + "\",\"type\":\"" + type + "\",\"fallback_value\":" + fallback + ",\"created_at\":\"" + time
                + "\",\"updated_at\":\"" + time + "\"}";
    }

    private HttpResponse<String> with(String variables) throws Exception {
        return call("POST", "/templates", "{\"name\":\"n\",\"html\":\"h\",\"variables\":[" + variables + "]}");
    }

    private String make(String body) throws Exception {
        var response = call("POST", "/templates", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return id(response);
    }

    private JsonNode get(String which) throws Exception {
        var response = call("GET", "/templates/" + which, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.MAPPER.readTree(response.body());
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

    private static String id(HttpResponse<String> response) {
        return Json.MAPPER.readTree(response.body()).get("id").stringValue();
    }

    /// A dialect of nothing but templates.
    private record Only(TemplateRoutes routes) implements Dialect {
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
