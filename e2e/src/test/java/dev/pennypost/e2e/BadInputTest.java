package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What should not be sent to the API: it is told what is wrong, in the one form of all errors, and nothing happens.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
    private static final String DOMAIN = "strict.test";
    private static final int MAX_BODY = 300_000;

    private Pennypost pennypost;

    @BeforeAll
    void start(@TempDir Path temp) {
        var environment = Map.of("PENNYPOST_HTTP_MAX_BODY", Integer.toString(MAX_BODY));
        pennypost = Pennypost.dev(temp.resolve("data"), environment, List.of());
        pennypost.verifiedDomain(DOMAIN);
    }

    @AfterAll
    void stop() {
        // a failed start leaves it unset
        if (pennypost != null) pennypost.close();
    }

    @AfterEach
    void nothingHappened() {
        assertThat(pennypost.get("/emails").get("data")).as("stored emails").isEmpty();
        assertThat(pennypost.get("/sandbox/mail").get("data")).as("sent mail").isEmpty();
        assertThat(pennypost.get("/domains").get("data")).as("domains").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"from\":",
                "not json",
                "{\"from\":\"a@strict.test\"} trailing",
                "{'from':'a@strict.test'}",
                "[]",
                "\"text\"",
                "null",
                "7"
            })
    void refusesABodyThatIsNotAJsonObject(String body) {
        assertRefused(post("/emails", body), 400, "validation_error");
    }

    @Test
    void takesNoBodyForAnEmptyObject() {
        assertRefused(post("/emails", ""), 422, "missing_required_field", "Missing `from` field.");
    }

    @Test
    void refusesABodyThatIsNotUtf8() {
        byte[] latin1 = email("subject", "Grüße").getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(send(authorized("/emails").POST(BodyPublishers.ofByteArray(latin1))), 400, "validation_error");
    }

    @Test
    void refusesABodyNestedBeyondReason() {
        assertRefused(post("/emails", "{\"from\":" + "[".repeat(100_000)), 400, "validation_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"from", "to", "subject"})
    void namesTheFieldThatIsMissing(String field) {
        String message = "Missing `" + field + "` field.";
        assertRefused(post("/emails", email(field, null)), 422, "missing_required_field", message);
    }

    @Test
    void asksForABody() {
        var fields = fields();
        fields.remove("text");
        assertRefused(
                post("/emails", JSON.writeValueAsString(fields)),
                422,
                "missing_required_field",
                "Missing `html` or `text` field.");
    }

    @Test
    void asksForARecipientWhenTheListIsEmpty() {
        assertRefused(post("/emails", email("to", List.of())), 422, "missing_required_field", "Missing `to` field.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "@dest.test",
                "ada@",
                "ada@dest..test",
                "a b@dest.test",
                "ada@dest.test, grace@dest.test",
                "Ada <ada@dest.test",
                "<>",
                " "
            })
    void refusesWhatIsNoAddress(String address) {
        for (String field : List.of("from", "to", "cc", "bcc", "reply_to"))
            assertRefused(
                    post("/emails", email(field, address)),
                    422,
                    "validation_error",
                    "Invalid `" + field + "` field. The email address needs to follow the `email@example.com` or"
                            + " `Name <email@example.com>` format.");
    }

    static Stream<Map<String, Object>> injections() {
        return Stream.of("\r\n", "\n", "\r")
                .flatMap(end -> Stream.of(
                        Map.of("subject", "Hi" + end + "Bcc: victim@dest.test"),
                        Map.of("from", "Eve" + end + "Bcc: victim@dest.test <eve@strict.test>"),
                        Map.of("from", "Eve" + end + " <eve@strict.test>"),
                        Map.of("to", "Ada" + end + "Bcc: victim@dest.test <ada@dest.test>"),
                        Map.of("reply_to", "help@dest.test" + end + "Bcc: victim@dest.test"),
                        Map.of("headers", Map.of("X-A" + end + "Bcc", "victim@dest.test")),
                        Map.of("headers", Map.of("X-A", "1" + end + "Bcc: victim@dest.test")),
                        Map.of("headers", Map.of("X-A: 1" + end + "Bcc", "victim@dest.test")),
                        Map.of("tags", List.of(Map.of("name", "a" + end + "b", "value", "c"))),
                        Map.of("attachments", List.of(file("a" + end + "b.txt", "text/plain"))),
                        Map.of("attachments", List.of(file("a.txt", "text/plain" + end + "Bcc: victim@dest.test")))));
    }

    @ParameterizedTest
    @MethodSource("injections")
    void refusesLineBreaksWhereHeadersAreMade(Map<String, Object> injection) {
        assertRefused(post("/emails", email(injection)), 422, "validation_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "text", "subject"})
    void refusesNul(String field) {
        assertRefused(
                post("/emails", email(field, "a\0b")),
                422,
                "validation_error",
                "Invalid `" + field + "` field. It must not contain NUL.");
    }

    @Test
    void refusesMoreThanFiftyRecipients() {
        List<String> crowd = IntStream.rangeClosed(1, 51)
                .mapToObj(number -> "r" + number + "@dest.test")
                .toList();
        assertRefused(post("/emails", email("to", crowd)), 422, "validation_error");
        assertRefused(
                post("/emails", email(Map.of("to", crowd.subList(0, 30), "bcc", crowd.subList(30, 51)))),
                422,
                "validation_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"from", "to", "subject", "html", "text", "headers", "tags", "attachments", "reply_to"})
    void refusesAFieldOfAnotherType(String field) {
        assertRefused(post("/emails", email(field, 7)), 422, "validation_error");
    }

    @Test
    void refusesAttachmentsWithoutContent() {
        assertRefused(
                post("/emails", email("attachments", List.of(Map.of("filename", "a.txt")))),
                422,
                "invalid_attachment",
                "Attachment must have either a `content` or `path`.");
        assertRefused(
                post("/emails", email("attachments", List.of(Map.of("filename", "a.txt", "content", "%%%")))),
                422,
                "validation_error");
    }

    @Test
    void sendsFromVerifiedDomainsOnly() {
        assertRefused(post("/emails", email("from", "a@other.test")), 403, "validation_error");
        assertRefused(post("/emails", email("from", "a@sub.strict.test")), 403, "validation_error");
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        String body = email("text", "x".repeat(MAX_BODY));
        assertRefused(post("/emails", body), 413, "validation_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/emails/", "/domains/", "/webhooks/"})
    void doesNotFindWhatIsNotThere(String path) {
        assertRefused(get(path + NOBODY), 404, "not_found");
    }

    @Test
    void doesNotRemoveWhatIsNotThere() {
        for (String path : List.of("/domains/", "/webhooks/", "/api-keys/"))
            assertRefused(send(authorized(path + NOBODY).DELETE()), 404, "not_found");
        assertRefused(post("/domains/" + NOBODY + "/verify", ""), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/emails/1", "/domains/not-an-id", "/webhooks/1-1-1-1-1", "/emails/%00"})
    void refusesIdsThatAreNoUuids(String path) {
        assertRefused(get(path), 422, "validation_error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=many",
                "limit=",
                "after=not-an-id",
                "after=" + NOBODY,
                "after=" + NOBODY + "&before=" + NOBODY
            })
    void refusesPagesThatCannotBe(String query) {
        assertRefused(get("/emails?" + query), 422, "validation_error");
    }

    @Test
    void wantsAKey() {
        var missing = "Missing API key in the authorization header.";
        assertRefused(send(anonymous("/emails").GET()), 401, "missing_api_key", missing);
        for (String authorization : List.of("Basic cmU6cmU=", "Bearer", "Bearer ", pennypost.key()))
            assertRefused(
                    send(anonymous("/emails")
                            .header("Authorization", authorization)
                            .GET()),
                    401,
                    "missing_api_key",
                    missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"re_00000000_000000000000000000000000", "re_", "' or 1=1 --", "x"})
    void refusesKeysItDoesNotKnow(String key) {
        assertRefused(withKey(key, "/emails"), 403, "invalid_api_key", "API key is invalid");
    }

    @Test
    void refusesARevokedKey() {
        JsonNode created = pennypost.post("/api-keys", "{\"name\":\"short-lived\"}");
        String key = created.get("token").stringValue();
        assertThat(withKey(key, "/emails").statusCode()).isEqualTo(200);
        assertThat(send(authorized("/api-keys/" + created.get("id").stringValue())
                                .DELETE())
                        .statusCode())
                .isEqualTo(200);
        assertRefused(withKey(key, "/emails"), 403, "invalid_api_key");
    }

    @Test
    void letsASendingKeyOnlySend() {
        String key = pennypost
                .post("/api-keys", "{\"name\":\"sender\",\"permission\":\"sending_access\"}")
                .get("token")
                .stringValue();
        var message = "This API key is restricted to only send emails.";
        for (String path : List.of("/emails", "/emails/" + NOBODY, "/domains", "/api-keys", "/webhooks"))
            assertRefused(withKey(key, path), 401, "restricted_api_key", message);
        assertRefused(
                send(anonymous("/domains")
                        .header("Authorization", "Bearer " + key)
                        .POST(BodyPublishers.ofString("{\"name\":\"new.test\"}"))),
                401,
                "restricted_api_key",
                message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/emails/" + NOBODY + "/nothing", "/emails//", "/../emails", "/EMAILS"})
    void doesNotFindUnknownPaths(String path) {
        assertRefused(get(path), 404, "not_found", "The requested endpoint does not exist.");
    }

    @Test
    void refusesOtherMethods() {
        for (String method : List.of("PUT", "DELETE", "OPTIONS", "BREW"))
            assertRefused(
                    send(authorized("/emails").method(method, BodyPublishers.noBody())),
                    405,
                    "method_not_allowed",
                    "Method is not allowed for the requested path.");
    }

    @Test
    void refusesDomainsThatCannotBe() {
        for (String name : List.of("", "com", "no spaces.test", "-a.test", "a..test", "127.0.0.1", "a.test/../b"))
            assertThat(refused(post("/domains", JSON.writeValueAsString(Map.of("name", name)))))
                    .as(name)
                    .isEqualTo(422);
        assertRefused(post("/domains", "{}"), 422, "missing_required_field", "Missing `name` field.");
        assertRefused(
                post("/domains", "{\"name\":\"strict.test\"}"),
                403,
                "validation_error",
                "The `strict.test` domain has been registered already.");
        assertRefused(post("/domains", "{\"name\":\"x.test\",\"region\":\"moon\"}"), 422, "invalid_region");
    }

    @Test
    void refusesWebhooksThatCannotBe() {
        for (String body : List.of(
                "{\"endpoint\":\"not a url\",\"events\":[\"email.sent\"]}",
                "{\"endpoint\":\"ftp://a.test/\",\"events\":[\"email.sent\"]}",
                "{\"endpoint\":\"https://a.test/\",\"events\":[\"email.unheard\"]}"))
            assertRefused(post("/webhooks", body), 422, "validation_error");
        assertRefused(post("/webhooks", "{\"events\":[\"email.sent\"]}"), 422, "missing_required_field");
        assertThat(pennypost.get("/webhooks").get("data")).isEmpty();
    }

    @Test
    void refusesKeysThatCannotBe() {
        assertRefused(post("/api-keys", "{}"), 422, "missing_required_field", "Missing `name` field.");
        assertRefused(post("/api-keys", "{\"name\":\"a\",\"permission\":\"all\"}"), 422, "invalid_access");
        assertRefused(post("/api-keys", "{\"name\":\"" + "x".repeat(51) + "\"}"), 422, "validation_error");
        assertRefused(
                post(
                        "/api-keys",
                        "{\"name\":\"a\",\"permission\":\"sending_access\",\"domain_id\":\"" + NOBODY + "\"}"),
                404,
                "not_found");
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String name, String message) {
        assertRefused(answer, status, name);
        assertThat(JSON.readTree(answer.body()).get("message").stringValue()).isEqualTo(message);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String name) {
        assertThat(refused(answer)).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).get("name").stringValue())
                .as(answer.body())
                .isEqualTo(name);
    }

    /// The status of an error, whose form is that of all errors (contract §3.1, §4.1).
    private static int refused(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        assertThat(answer.headers().map())
                .containsKeys("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "ratelimit-policy");
        JsonNode envelope = JSON.readTree(answer.body());
        assertThat(envelope.propertyNames()).containsExactly("statusCode", "message", "name");
        assertThat(envelope.get("statusCode").intValue()).isEqualTo(answer.statusCode());
        assertThat(envelope.get("message").stringValue()).isNotBlank();
        return answer.statusCode();
    }

    private HttpResponse<String> get(String path) {
        return send(authorized(path).GET());
    }

    private HttpResponse<String> post(String path, String body) {
        return send(authorized(path).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> withKey(String key, String path) {
        return send(anonymous(path).header("Authorization", "Bearer " + key).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return pennypost.send(request.build());
    }

    private HttpRequest.Builder authorized(String path) {
        return anonymous(path).header("Authorization", "Bearer " + pennypost.key());
    }

    private HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create(pennypost.url() + path)).header("Content-Type", "application/json");
    }

    /// An email that would be sent, with one field changed, or left out when it is null.
    private static String email(String field, @Nullable Object value) {
        var fields = fields();
        if (value == null) fields.remove(field);
        else fields.put(field, value);
        return JSON.writeValueAsString(fields);
    }

    private static String email(Map<String, Object> changes) {
        var fields = fields();
        fields.putAll(changes);
        return JSON.writeValueAsString(fields);
    }

    private static Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("from", "a@" + DOMAIN);
        fields.put("to", "ada@dest.test");
        fields.put("subject", "Hello");
        fields.put("text", "Hello");
        return fields;
    }

    private static Map<String, Object> file(String name, String type) {
        return Map.of("filename", name, "content_type", type, "content", "aGVsbG8=");
    }
}
