package dev.pennypost.api.golden;

import static dev.pennypost.api.golden.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What the official clients put on the wire besides what is documented (contract §7), octet by octet, and answers that
/// they can read.
class WireQuirksTest {
    private static final String ABSENT = "0190b6c4-0000-7000-8000-000000000000";
    private static final String EMAIL = "\"from\":\"a@wire.test\",\"to\":[\"ada@dest.test\"],\"subject\":\"S\"";
    private static final Set<String> BODILESS = Set.of("GET", "DELETE");
    private static final Set<String> FILES = Set.of("GET /attachments/{token}");
    private static final GoldenWorld world = new GoldenWorld();
    private static final Client client = new Client(world);
    private static String key = "";
    private static String domain = "";

    private Wire wire;

    @BeforeAll
    static void verifyADomain() throws Exception {
        key = world.newKey();
        domain = client.verified(key, "wire.test");
    }

    @AfterAll
    static void close() {
        client.close();
        world.close();
    }

    @BeforeEach
    void connect() throws IOException {
        wire = new Wire(world, key);
    }

    @AfterEach
    void disconnect() throws IOException {
        wire.close();
    }

    @Test
    void answersEveryRouteInJsonWithAStatusThatHasABody() throws IOException {
        for (String route : GoldenWorld.routes(world.dialects().getFirst())) {
            for (String body : List.of("", "{}", "[]", "{\"id\":\"" + ABSENT + "\"}")) {
                var answer = wire.node(method(route), path(route), body);
                assertThat(answer.status()).as(route).isNotEqualTo(204).isLessThan(500);
                assertThat(answer.headers())
                        .as(route)
                        .containsEntry("content-type", "application/json; charset=utf-8")
                        .containsKey("content-length");
                assertThat(answer.json().isObject()).as(route).isTrue();
                assertThat(answer.json().has("statusCode"))
                        .as("%s: %s", route, answer.body())
                        .isEqualTo(answer.status() >= 400);
            }
        }
    }

    @Test
    void answersWhatPythonAsksWithABodyAsWithoutOne() throws IOException {
        var asked = new ArrayList<String>();
        for (String route : GoldenWorld.routes(world.dialects().getFirst())) {
            if (!BODILESS.contains(method(route)) || FILES.contains(route)) continue;
            var bare = wire.node(method(route), path(route), "");
            var bodied = wire.python(method(route), path(route), "{}");
            assertThat(bodied.status()).as(route).isEqualTo(bare.status());
            // the log of requests grows by each of them
            if (!route.equals("GET /logs")) assertThat(bodied.body()).as(route).isEqualTo(bare.body());
            asked.add(route);
        }
        assertThat(asked).contains("GET /emails", "GET /domains", "DELETE /api-keys/{id}", "DELETE /templates/{id}");
    }

    @Test
    void tellsOfEachRecipientHowItsDeliveryStandsButNotInLists() throws IOException {
        String id = wire.node("POST", "/emails", "{" + EMAIL + ",\"text\":\"T\"}")
                .is(200, "id")
                .text("id");
        assertThat(wire.node("GET", "/emails/" + id, "").json().get("deliveries"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.propertyNames())
                            .containsExactly(
                                    "to",
                                    "state",
                                    "wait_reason",
                                    "next_attempt_at",
                                    "attempts",
                                    "last_reply",
                                    "attempt_log");
                    assertThat(one.get("to").stringValue()).isEqualTo("ada@dest.test");
                    assertThat(one.get("state").stringValue()).isEqualTo("waiting");
                    assertThat(one.get("wait_reason").stringValue()).isEqualTo("accepted");
                    assertThat(one.get("next_attempt_at").stringValue()).isEqualTo("2026-01-01 12:00:00+00");
                    assertThat(one.get("attempts").intValue()).isZero();
                    assertThat(one.get("last_reply").isNull()).isTrue();
                });
        assertThat(wire.node("GET", "/emails?limit=1", "").data().getFirst().has("deliveries"))
                .isFalse();
    }

    @Test
    void letsPythonReadAndRemoveWithABody() throws IOException {
        String email = wire.python("POST", "/emails", "{" + EMAIL + ",\"text\":\"T\"}")
                .is(200, "id")
                .text("id");
        assertThat(wire.python("GET", "/emails/" + email, "{}").text("id")).isEqualTo(email);
        wire.python("GET", "/emails?limit=1", "{}").is(200, "object", "has_more", "data");
        String named = wire.python("POST", "/api-keys", "{\"name\":\"p\"}").text("id");
        wire.python("DELETE", "/api-keys/" + named, "{}").is(200, "object", "id", "deleted");
        String hook = wire.python(
                        "POST", "/webhooks", "{\"endpoint\":\"https://dest.test/h\",\"events\":[\"email.sent\"]}")
                .is(201, "object", "id", "signing_secret")
                .text("id");
        wire.python("DELETE", "/webhooks/" + hook, "{}").is(200, "object", "id", "deleted");
    }

    @Test
    void passesOverIdsThatPythonRepeatsInBodies() throws IOException {
        wire.python("PATCH", "/domains/" + domain, "{\"id\":\"" + domain + "\",\"open_tracking\":false}")
                .is(200, "object", "id");
        String template = template("python");
        wire.python("PATCH", "/templates/" + template, "{\"id\":\"" + template + "\",\"name\":\"new\"}")
                .is(200, "id", "object");
        String email = scheduled();
        wire.python("PATCH", "/emails/" + email, "{\"id\":\"" + email + "\",\"scheduled_at\":\"2026-01-01T14:00:00Z\"}")
                .is(200, "object", "id");
        wire.python("POST", "/domains/" + domain + "/verify", "{}").is(200, "object", "id");
        wire.python("POST", "/emails/" + email + "/cancel", "{}").is(200, "object", "id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"aGk/Pz4=\"",
                "\"aGk_Pz4=\"",
                "\"aGk_Pz4\"",
                "\"aGk/Pz4\"",
                "[104,105,63,63,62]",
                "{\"type\":\"Buffer\",\"data\":[104,105,63,63,62]}"
            })
    void takesAttachmentsInEveryEncodingOfTheClients(String content) throws Exception {
        String id = wire.node(
                        "POST",
                        "/emails",
                        "{" + EMAIL + ",\"text\":\"T\",\"attachments\":[{\"content\":" + content
                                + ",\"filename\":\"a.txt\"}]}")
                .is(200, "id")
                .text("id");
        assertThat(attached(id)).isEqualTo("hi??>");
    }

    @Test
    void takesAttachmentsThatLackANameOrSayThatTheyDo() throws Exception {
        for (String name : List.of("", ",\"filename\":false", ",\"filename\":null")) {
            String id = wire.node(
                            "POST",
                            "/emails",
                            "{" + EMAIL + ",\"text\":\"T\",\"attachments\":[{\"content\":\"aGk=\"" + name + "}]}")
                    .is(200, "id")
                    .text("id");
            assertThat(attached(id)).isEqualTo("hi");
        }
    }

    @Test
    void letsGoSendATemplateWithEmptyTextsBesideIt() throws IOException {
        String template = template("go");
        wire.go("POST", "/templates/" + template + "/publish", "").is(200, "id", "object");
        String id = wire.go("POST", "/emails", """
                        {"from":"","to":["ada@dest.test"],"subject":"","template":{"id":"%s","variables":\
                        {"NAME":"Ada \\u003c\\u0026\\u003e"}}}""".formatted(template))
                .is(200, "id")
                .text("id");
        var email = wire.go("GET", "/emails/" + id, "").json();
        assertThat(email.get("from").stringValue()).isEqualTo("t@wire.test");
        assertThat(email.get("subject").stringValue()).isEqualTo("Dear Ada <&>");
    }

    @Test
    void letsGoSendByteArraysAndPlainTextsInChunks() throws Exception {
        String id = wire.go("POST", "/emails", """
                        {"from":"Ada \\u003ca@wire.test\\u003e","to":["ada@dest.test"],"subject":"S","reply_to":\
                        "r@wire.test","html":"\\u003cimg src=\\"cid:logo\\"\\u003e","attachments":[{"content":[104,105],\
                        "filename":"a.png","inline_content_id":"logo"}],"headers":{"X-A":"1"}}""").is(200, "id").text("id");
        var email = wire.go("GET", "/emails/" + id, "").json();
        assertThat(email.get("from").stringValue()).isEqualTo("Ada <a@wire.test>");
        assertThat(email.get("reply_to").get(0).stringValue()).isEqualTo("r@wire.test");
        assertThat(email.get("html").stringValue()).isEqualTo("<img src=\"cid:logo\">");
        assertThat(attached(id)).isEqualTo("hi");
        var file = wire.go("GET", "/emails/" + id + "/attachments", "").data().getFirst();
        assertThat(file.get("content_id").stringValue()).isEqualTo("logo");
        assertThat(file.get("content_disposition").stringValue()).isEqualTo("inline");
    }

    @Test
    void letsGoLeaveATemplateAsItIsWithEmptyTexts() throws IOException {
        String template = template("unchanged");
        wire.go("PATCH", "/templates/" + template, "{\"name\":\"\",\"subject\":\"Other\",\"html\":\"\"}")
                .is(200, "id", "object");
        var after = wire.go("GET", "/templates/" + template, "").json();
        assertThat(after.get("name").stringValue()).isEqualTo("unchanged");
        assertThat(after.get("html").stringValue()).isEqualTo("<p>{{{NAME}}}</p>");
        assertThat(after.get("subject").stringValue()).isEqualTo("Other");
    }

    @Test
    void letsGoAskWithNeitherABodyNorAContentType() throws IOException {
        wire.go("POST", "/emails/" + scheduled() + "/cancel", "").is(200, "object", "id");
        wire.go("POST", "/domains/" + domain + "/verify", "").is(200, "object", "id");
        wire.go("POST", "/emails/" + scheduled() + "/share", "").is(200, "object", "id", "url");
        wire.go("DELETE", "/templates/" + template("gone"), "").is(200, "object", "id", "deleted");
        wire.go("GET", "/domains?limit=1", "").is(200, "object", "has_more", "data");
    }

    @Test
    void letsJavaSendEmptyBodiesOfTheJsonType() throws IOException {
        wire.java("POST", "/emails/" + scheduled() + "/cancel", "").is(200, "object", "id");
        wire.java("POST", "/domains/" + domain + "/verify", "").is(200, "object", "id");
        String template = template("java");
        wire.java("POST", "/templates/" + template + "/publish", "").is(200, "id", "object");
        wire.java("POST", "/templates/" + template + "/duplicate", "").is(200, "id", "object");
        wire.java("PATCH", "/domains/" + domain, "").is(200, "object", "id");
        wire.java("PATCH", "/emails/" + scheduled(), "").is(422, "statusCode", "message", "name");
        wire.java("DELETE", "/templates/" + template, "").is(200, "object", "id", "deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENFORCED", "enforced", "OPPORTUNISTIC", "opportunistic"})
    void letsJavaWriteTlsAsItsConstantIsCalled(String tls) throws IOException {
        wire.java("PATCH", "/domains/" + domain, "{\"id\":\"" + domain + "\",\"tls\":\"" + tls + "\"}")
                .is(200, "object", "id");
        String added = wire.java(
                        "POST",
                        "/domains",
                        "{\"name\":\"" + tls.toLowerCase(Locale.ROOT) + ".wire.test\",\"tls\":\"" + tls + "\"}")
                .text("id");
        wire.java("DELETE", "/domains/" + added, "").is(200, "object", "id", "deleted");
    }

    @Test
    void letsNodePostNothingWithAContentType() throws IOException {
        wire.node("POST", "/emails/" + scheduled() + "/cancel", "").is(200, "object", "id");
        wire.node("POST", "/domains/" + domain + "/verify", "").is(200, "object", "id");
        String template = template("node");
        wire.node("POST", "/templates/" + template + "/publish", "").is(200, "id", "object");
        wire.node("POST", "/templates/" + template + "/duplicate", "").is(200, "id", "object");
        wire.node("DELETE", "/templates/" + template, "").is(200, "object", "id", "deleted");
    }

    /// PHP's empty list was `[]` for years, and is `{}` now.
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null"})
    void passesOverABodyWhereNothingIsAsked(String body) throws IOException {
        wire.php("POST", "/emails/" + scheduled() + "/cancel", body).is(200, "object", "id");
        wire.php("POST", "/domains/" + domain + "/verify", body).is(200, "object", "id");
        String template = template("php");
        wire.php("POST", "/templates/" + template + "/publish", body).is(200, "id", "object");
        wire.php("POST", "/templates/" + template + "/duplicate", body).is(200, "id", "object");
    }

    @Test
    void letsNodeSendABareArrayAndItsModeAlways() throws IOException {
        String batch = "[{" + EMAIL + ",\"text\":\"T\"},{" + EMAIL + ",\"text\":\"T\",\"cc\":null}]";
        var strict = wire.node("POST", "/emails/batch", batch, "x-batch-validation: strict");
        assertThat(strict.is(200, "data").data()).hasSize(2);
        var permissive = wire.node("POST", "/emails/batch", batch, "x-batch-validation: permissive");
        assertThat(permissive.is(200, "data", "errors").json().get("errors")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders@acme.test", "a+b", "a+b@acme.test", "v1:order", "it's", "(old)", "a~b!$&*,;="})
    void findsTemplatesByAliasesThatNodePastesIntoPaths(String alias) throws IOException {
        String id = wire.node(
                        "POST", "/templates", "{\"name\":\"n\",\"html\":\"<p>h</p>\",\"alias\":\"" + alias + "\"}")
                .text("id");
        assertThat(wire.node("GET", "/templates/" + alias, "").text("id")).isEqualTo(id);
        assertThat(wire.node("POST", "/templates/" + alias + "/publish", "").text("id"))
                .isEqualTo(id);
        assertThat(wire.node("PATCH", "/templates/" + alias, "{\"name\":\"m\"}").text("id"))
                .isEqualTo(id);
        assertThat(wire.node("DELETE", "/templates/" + alias, "").text("id")).isEqualTo(id);
    }

    @Test
    void findsSuppressionsByAddressesEscapedOrNot() throws IOException {
        for (String spelled : List.of(
                "ada+news@dest.test", "ada+news%40dest.test", "ada%2Bnews@dest.test", "ada%2Bnews%40dest.test")) {
            String id = wire.node("POST", "/suppressions", "{\"email\":\"ada+news@dest.test\"}")
                    .is(201, "object", "id")
                    .text("id");
            assertThat(wire.node("GET", "/suppressions/" + spelled, "").text("email"))
                    .isEqualTo("ada+news@dest.test");
            assertThat(wire.go("DELETE", "/suppressions/" + spelled, "")
                            .is(200, "object", "id", "deleted")
                            .text("id"))
                    .isEqualTo(id);
        }
    }

    @Test
    void takesNullForWhatIsNotGiven() throws IOException {
        wire.node("POST", "/emails", "{" + EMAIL + """
                        ,"text":"T","html":null,"cc":null,"bcc":null,"reply_to":null,"headers":null,"tags":null,\
                        "attachments":null,"scheduled_at":null,"template":null,"topic_id":null}""").is(200, "id");
        wire.node("POST", "/api-keys", "{\"name\":\"n\",\"permission\":null,\"domain_id\":null,\"expires_at\":null}")
                .is(201, "id", "token");
    }

    @Test
    void wantsTheBodyOfAClientThatAsksFirst() throws IOException {
        wire.php("POST", "/emails", "{" + EMAIL + ",\"text\":\"" + "x".repeat(500_000) + "\"}")
                .is(200, "id");
    }

    @Test
    void keepsTheConnectionBetweenClientsOfEveryKind() throws IOException {
        for (int i = 0; i < 3; i++) {
            wire.go("POST", "/emails", "{" + EMAIL + ",\"text\":\"T\"}").is(200, "id");
            wire.python("GET", "/domains/" + ABSENT, "{}").is(404, "statusCode", "message", "name");
            wire.java("DELETE", "/domains/" + ABSENT, "").is(404, "statusCode", "message", "name");
            wire.node("GET", "/nowhere", "").is(404, "statusCode", "message", "name");
        }
    }

    private String scheduled() throws IOException {
        return wire.node("POST", "/emails", "{" + EMAIL + ",\"text\":\"T\",\"scheduled_at\":\"in 1 hour\"}")
                .is(200, "id")
                .text("id");
    }

    private String template(String name) throws IOException {
        return wire.node("POST", "/templates", """
                        {"name":"%s","from":"t@wire.test","subject":"Dear {{{NAME}}}","html":"<p>{{{NAME}}}</p>",\
                        "variables":[{"key":"NAME","type":"string","fallback_value":"you"}]}""".formatted(name))
                .is(201, "id", "object")
                .text("id");
    }

    /// What the only attachment of an email holds.
    private static String attached(String email) throws Exception {
        JsonNode files = json(client.get(key, "/emails/" + email + "/attachments"));
        String url = files.get("data").get(0).get("download_url").stringValue();
        return client.get("", url.substring("http://here.test".length())).body();
    }

    private static String method(String route) {
        return route.substring(0, route.indexOf(' '));
    }

    private static String path(String route) {
        return route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]*}", ABSENT);
    }
}
