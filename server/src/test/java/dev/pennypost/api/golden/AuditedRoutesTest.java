package dev.pennypost.api.golden;

import static dev.pennypost.api.golden.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.http.Dialect;
import dev.pennypost.keys.Permission;
import dev.pennypost.upstreams.FakeUpstream;
import dev.pennypost.upstreams.UpstreamsConfig;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Every route that changes something leaves a record of it, with who it was, and with no secret.
class AuditedRoutesTest {
    /// Routes that leave none, with the reason.
    private static final Map<String, String> EXCUSED = Map.ofEntries(
            Map.entry("POST /emails", "emails have their own history"),
            Map.entry("POST /emails/batch", "emails have their own history"),
            Map.entry("POST /emails/{id}/resend", "emails have their own history"),
            Map.entry("POST /templates/{id}/preview", "it only reads"),
            Map.entry("POST /v1/mails/send", "emails have their own history"),
            Map.entry("POST /v1/mails/bulk", "emails have their own history"),
            Map.entry("POST /domains/{id}/dns/preview", "it only reads"),
            Map.entry("POST /byok/domains/refresh", "it only reads"));

    /// Routes that need somebody outside of this world, with the test that proves them.
    private static final Map<String, String> PROVED_ELSEWHERE = Map.of(
            "POST /domains/{id}/dns/publish", "DnsPublishRoutesTest",
            "POST /webhooks/{webhook_id}/events/{event_id}/replay", "ReplayTest");

    private static final String UPSTREAM_KEY = "re_secret00_aaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String AGENT = "audit-test/1";

    private final FakeUpstream upstream = new FakeUpstream();
    private final GoldenWorld world =
            new GoldenWorld(0, "127.0.0.1:1", new UpstreamsConfig(upstream.url(), true, true, 5));
    private final Client client = new Client(world);
    private final String key = world.newKey(Permission.TEAM_ACCESS);
    private final Set<String> recorded = new HashSet<>();
    private final List<String> secrets = new ArrayList<>();

    @AfterEach
    void close() {
        client.close();
        world.close();
        upstream.close();
    }

    @Test
    void everyRouteThatChangesSomethingLeavesARecord() throws Exception {
        keys();
        domains();
        claims();
        signingKeys();
        emails();
        streams();
        suppressions();
        team();
        templates();
        topics();
        webhooks();
        autosend();
        inboxes();
        byok();

        var routes = new ArrayList<String>();
        for (Dialect dialect : world.dialects())
            for (String route : GoldenWorld.routes(dialect))
                if (!route.startsWith("GET ") && !route.startsWith("HEAD "))
                    routes.add(route.replaceFirst(" ", " " + dialect.mount()));
        var known = new HashSet<>(recorded);
        known.addAll(EXCUSED.keySet());
        known.addAll(PROVED_ELSEWHERE.keySet());
        assertThat(routes)
                .as("routes that leave a record, or are excused for a reason")
                .containsExactlyInAnyOrderElementsOf(known);
        String everything = everything();
        assertThat(secrets)
                .hasSizeGreaterThan(4)
                .allSatisfy(secret -> assertThat(everything).doesNotContain(secret));
    }

    private void keys() throws Exception {
        String id = id(does("POST /api-keys", "", "{\"name\":\"ci\"}"));
        does("PATCH /api-keys/{id}", id, "{\"name\":\"ci, renamed\"}");
        does("DELETE /api-keys/{id}", id, "");
    }

    private void domains() throws Exception {
        String id = id(does("POST /domains", "", "{\"name\":\"one.test\"}"));
        does("PATCH /domains/{id}", id, "{\"tls\":\"enforced\"}");
        does("POST /domains/{id}/verify", id, "");
        does("POST /domains/{id}/suspend", id, "");
        does("POST /domains/{id}/resume", id, "");
        secrets.add(json(does("POST /domains/{id}/share", id, "{}")).get("url").stringValue());
        does("DELETE /domains/{id}", id, "");
    }

    private void claims() throws Exception {
        client.verified(world.newKey(), "claimed.test");
        JsonNode claim = json(does("POST /domains/claim", "", "{\"name\":\"claimed.test\"}"));
        does("POST /domains/{id}/claim/verify", claim.get("domain_id").stringValue(), "");
    }

    private void signingKeys() throws Exception {
        String id = id(call("POST", "/domains", "{\"name\":\"keys.test\"}"));
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String own = Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        secrets.add(own);
        does("POST /domains/{id}/keys", id, "{\"selector\":\"mine\",\"private_key\":\"" + own + "\"}");
        does("DELETE /domains/{id}/keys/{selector}", id + " mine", "");
        world.obey("publish", "keys.test");
        call("POST", "/domains/" + id + "/verify", "");
        world.obey("await", "keys.test verified");
        does("POST /domains/{id}/keys/rotate", id, "{}");
    }

    private void emails() throws Exception {
        client.verified(key, "mail.test");
        String id = id(call(
                "POST",
                "/emails",
                "{\"from\":\"a@mail.test\",\"to\":\"b@dest.test\",\"subject\":\"S\",\"text\":\"T\","
                        + "\"scheduled_at\":\"2026-01-03T00:00:00Z\"}"));
        does("PATCH /emails/{id}", id, "{\"scheduled_at\":\"2026-01-04T00:00:00Z\"}");
        secrets.add(json(does("POST /emails/{id}/share", id, "{}")).get("url").stringValue());
        does("POST /emails/{id}/cancel", id, "");
    }

    private void streams() throws Exception {
        String topic = "pennypost." + world.team(key) + ".mail";
        String id = id(does("POST /event-streams", "", "{\"topic\":\"" + topic + "\",\"events\":[\"email.sent\"]}"));
        does("PATCH /event-streams/{id}", id, "{\"status\":\"disabled\"}");
        does("POST /event-streams/{id}/replay", id, "{\"since\":\"2026-01-01T00:00:00Z\"}");
        does("DELETE /event-streams/{id}", id, "");
    }

    private void suppressions() throws Exception {
        does("POST /suppressions", "", "{\"email\":\"a@dest.test\"}");
        does("POST /suppressions/batch/add", "", "{\"emails\":[\"b@dest.test\",\"c@dest.test\"]}");
        does("POST /suppressions/batch/remove", "", "{\"emails\":[\"b@dest.test\"]}");
        does("DELETE /suppressions/{suppression}", "a@dest.test", "");
    }

    private void team() throws Exception {
        does("PATCH /team", "", "{\"name\":\"Post\"}");
        var invited = json(does("POST /team/invitations", "", "{\"email\":\"bob@dest.test\",\"role\":\"viewer\"}"));
        secrets.add(invited.get("url").stringValue());
        String invitation = invited.get("id").stringValue();
        secrets.add(json(does("POST /team/invitations/{id}/resend", invitation, ""))
                .get("url")
                .stringValue());
        does("DELETE /team/invitations/{id}", invitation, "");
        world.signIn(key, Role.VIEWER);
        String member = json(client.get(key, "/team/members"))
                .get("data")
                .get(0)
                .get("id")
                .stringValue();
        does("PATCH /team/members/{id}", member, "{\"role\":\"developer\"}");
        does("DELETE /team/members/{id}", member, "");
    }

    private void templates() throws Exception {
        String id = id(does("POST /templates", "", "{\"name\":\"Welcome\",\"html\":\"<p>Hi</p>\"}"));
        does("PATCH /templates/{id}", id, "{\"html\":\"<p>Hello</p>\"}");
        does("POST /templates/{id}/publish", id, "");
        String before = json(call("GET", "/templates/" + id + "/versions", ""))
                .get("data")
                .get(0)
                .get("id")
                .stringValue();
        call("PATCH", "/templates/" + id, "{\"html\":\"<p>Good day</p>\"}");
        does("POST /templates/{id}/versions/{version}/restore", id + " " + before, "");
        String copy = id(does("POST /templates/{id}/duplicate", id, ""));
        does("DELETE /templates/{id}", copy, "");
    }

    private void topics() throws Exception {
        String id = id(does("POST /topics", "", "{\"name\":\"News\",\"default_subscription\":\"opt_in\"}"));
        does("PATCH /topics/{id}", id, "{\"name\":\"Newer news\"}");
        does("DELETE /topics/{id}", id, "");
    }

    private void webhooks() throws Exception {
        String id = id(does(
                "POST /webhooks",
                "",
                "{\"endpoint\":\"https://acme.test/in?key=hush-too\",\"events\":[\"email.sent\"]}"));
        secrets.add("hush-too");
        does("PATCH /webhooks/{webhook_id}", id, "{\"endpoint\":\"https://acme.test/in?key=hush-three\"}");
        secrets.add("hush-three");
        does("POST /webhooks/{webhook_id}/signing-secret/rotate", id, "");
        does(
                "POST /webhooks/{webhook_id}/replay",
                id,
                "{\"since\":\"2026-01-01T00:00:00Z\",\"until\":\"2026-01-01T12:00:00Z\"}");
        does("DELETE /webhooks/{webhook_id}", id, "");
    }

    private void autosend() throws Exception {
        JsonNode added = json(does("POST /v1/domains", "", "{\"domain\":\"auto.test\"}"));
        String id = added.findValue("id").stringValue();
        does("POST /v1/domains/{id}/verify", id, "");
        does("DELETE /v1/domains/{id}", id, "");
    }

    private void inboxes() throws Exception {
        JsonNode added = json(does("POST /api/email/domains", "", "{\"domain\":\"in.test\"}"));
        String id = added.findValue("id").stringValue();
        does("PATCH /api/email/domains/{id}", id, "{\"isDefault\":true}");
        world.obey("publish", "in.test");
        does("POST /api/email/domains/{id}/verify", id, "");
        String inbox = json(does("POST /api/email/inboxes", "", "{\"address\":\"sales@in.test\"}"))
                .findValue("id")
                .stringValue();
        does("DELETE /api/email/inboxes/{id}", inbox, "");
        does("DELETE /api/email/domains/{id}", id, "");
    }

    private void byok() throws Exception {
        secrets.add(UPSTREAM_KEY);
        does("PUT /byok/key", "", "{\"api_key\":\"" + UPSTREAM_KEY + "\"}");
        upstream.answers("POST /domains", 201, "{'id':'u1','name':'up.example.com','status':'pending'}")
                .knows("u1", "up.example.com", "pending");
        does("POST /byok/domains", "", "{\"domain_name\":\"up.example.com\"}");
        does("POST /byok/domains/verify", "", "");
        upstream.knows("u2", "two.example.com", "pending");
        does("POST /byok/domains/sync", "", "{\"resendDomainId\":\"u2\"}");
        does("DELETE /byok/domains", "", "");
        does("DELETE /byok/key", "", "");
    }

    /// Does what the route is for, and looks who is said to have done it.
    ///
    /// @param parameters of its path, in their order
    private HttpResponse<String> does(String route, String parameters, String body) throws Exception {
        String before = newest();
        String path = route.substring(route.indexOf(' ') + 1);
        for (String parameter : parameters.split(" ", -1)) path = path.replaceFirst("\\{[a-z_]+}", parameter);
        var answer = call(route.substring(0, route.indexOf(' ')), path, body);
        JsonNode newest = records("?limit=1").get("data").get(0);
        assertThat(newest.get("id").stringValue())
                .as(route + " leaves no record")
                .isNotEqualTo(before);
        JsonNode actor = newest.get("actor");
        assertThat(actor.get("type").stringValue()).isEqualTo("api_key");
        assertThat(actor.get("name").stringValue()).isEqualTo("golden");
        assertThat(actor.get("ip_address").stringValue()).isEqualTo("127.0.0.1");
        assertThat(actor.get("user_agent").stringValue()).isEqualTo(AGENT);
        recorded.add(route);
        return answer;
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        // so that what is done later is newer
        world.obey("advance", "PT0.01S");
        var answer = client.call(key, method, path, body, "User-Agent", AGENT);
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + answer.body())
                .isLessThan(300);
        for (String name : List.of("token", "signing_secret"))
            json(answer).findValues(name).forEach(secret -> secrets.add(secret.stringValue()));
        return answer;
    }

    private static String id(HttpResponse<String> answer) {
        return json(answer).get("id").stringValue();
    }

    private String newest() throws IOException, InterruptedException {
        JsonNode data = records("?limit=1").get("data");
        return data.isEmpty() ? "" : data.get(0).get("id").stringValue();
    }

    private JsonNode records(String query) throws IOException, InterruptedException {
        return json(client.get(key, "/audit-logs" + query));
    }

    private String everything() throws IOException, InterruptedException {
        var all = new StringBuilder();
        String after = "";
        while (true) {
            JsonNode page = records("?limit=100" + after);
            all.append(page);
            if (!page.get("has_more").booleanValue()) return all.toString();
            after = "&after=" + page.get("data").get(99).get("id").stringValue();
        }
    }
}
