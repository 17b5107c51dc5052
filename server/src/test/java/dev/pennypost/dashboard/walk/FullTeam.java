package dev.pennypost.dashboard.walk;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.dashboard.Caller;
import dev.pennypost.dashboard.webhooks.StoredMessages;
import dev.pennypost.json.Json;
import dev.pennypost.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jsoup.nodes.Document;
import tools.jackson.databind.JsonNode;

/// A team that has some of everything that pages show, its owner's browser, and what each thing is called in addresses.
final class FullTeam implements AutoCloseable {
    private final FullWorld full;
    private final GoldenWorld world;
    private final String key;
    private final String domain;
    private final UnaryOperator<String> words;
    private final Caller api;
    private final Browser owner;
    private final Map<String, List<String>> ids = new HashMap<>();

    FullTeam(FullWorld full, String key, String domain, UnaryOperator<String> words) {
        this.full = full;
        this.world = full.world();
        this.key = key;
        this.domain = domain;
        this.words = words;
        this.api = new Caller(world, key, words.apply("user agent of a request"));
        this.owner = Browser.of(world, key, Role.OWNER);
        note("team", world.team(key).value().toString());
    }

    Browser owner() {
        return owner;
    }

    /// The first one.
    String id(String thing) {
        return Objects.requireNonNull(ids.get(thing), thing).getFirst();
    }

    /// The one that was added last.
    String last(String thing) {
        return Objects.requireNonNull(ids.get(thing), thing).getLast();
    }

    /// An id that nothing has.
    static String nowhere(String thing) {
        return thing.equals("message")
                ? "msg_111111111111111111111111111"
                : UUID.randomUUID().toString();
    }

    /// Adds so many of everything.
    FullTeam fill(int rows) {
        int before = ids.getOrDefault("domain", List.of()).size();
        for (int row = before; row < before + rows; row++) {
            people(row);
            domains(row);
            String email = emails(row);
            visits(email);
            templates(row);
            note("key", made("/api-keys", Map.of("name", text("name of a key", row, 50))));
            webhooks(row);
            note("suppression", made("/suppressions", Map.of("email", "gone" + row + "@" + domain)));
            note("topic", made("/topics", topic(row)));
            note(
                    "mail",
                    full.mailbox()
                            .keep(words.apply("subject of a caught mail"), caught())
                            .toString());
        }
        owner.post("/dashboard/settings/name", "name", text("name of a team", 0, 100));
        owner.post("/dashboard/settings/profile/name", "name", text("name of a person", 0, 100));
        Document settings = owner.page("/dashboard/settings");
        noteForms(settings, "invitation", "/settings/invitations/", "/revoke");
        noteForms(settings, "member", "/settings/members/", "/remove");
        noteForms(owner.page("/dashboard/settings/profile"), "session", "/sessions/", "/end");
        Eventually.holds("requests are logged", () -> !logs().isEmpty());
        logs().forEach(log -> note("log", log.get("id").stringValue()));
        return this;
    }

    private JsonNode logs() {
        return api.call("GET", "/logs", "").get("data");
    }

    private void people(int row) {
        Browser.of(world, key, Role.VIEWER).close();
        owner.elsewhere().close();
        owner.post("/dashboard/settings/invitations", "email", "new" + row + "@" + domain, "role", "VIEWER");
        UUID passkey = UUID.randomUUID();
        world.database()
                .useTransaction(tx -> tx.handle()
                        .createUpdate("""
                            insert into passkeys (credential_id, id, person_id, name, credential, sign_count,
                                                  backup_eligible, backed_up, transports, created_at)
                            select uuid_send(:id), :id, person_id, :name, '', 0, false, false, '{}', :now
                              from memberships where team_id = :team and role = 'owner'""")
                        .bind("id", passkey)
                        .bind("name", text("name of a passkey", row, 100))
                        .bind("team", world.team(key).value())
                        .bind("now", world.now())
                        .execute());
        note("passkey", passkey.toString());
    }

    /// The first is verified and sends; DNS says something else of the others.
    private void domains(int row) {
        String name = row == 0 ? domain : "d" + row + "." + domain;
        String id = made("/domains", Map.of("name", name));
        note("domain", id);
        world.obey("publish", name);
        if (row > 0) {
            world.obey("txt", "_dmarc." + name + " v=DMARC1; p=" + words.apply("TXT of DMARC"));
            world.obey("txt", "send." + name + " v=spf1 " + words.apply("TXT of SPF"));
            world.obey("mx", "send." + name + " mx.elsewhere.test");
        }
        api.call("POST", "/domains/" + id + "/verify", "");
        Eventually.holds(
                "DNS was asked of " + name,
                () -> !api.call("GET", "/domains/" + id, "")
                        .at("/dns/checked_at")
                        .isNull());
        if (row == 0) world.obey("await", name + " verified");
    }

    private String emails(int row) {
        String refused = "refused" + row + "@" + domain;
        full.mx().onRcpt(refused, "550 5.1.1 " + words.apply("reply of a server"));
        String email = made("/emails", email(refused));
        note("email", email);
        api.call("GET", "/emails/" + email + "/attachments", "")
                .get("data")
                .forEach(file -> note("file", file.get("id").stringValue()));
        Eventually.holds(
                "the email has bounced",
                () -> api.call("GET", "/emails/" + email, "")
                        .get("last_event")
                        .stringValue()
                        .equals("bounced"));
        var later = new LinkedHashMap<>(email("later" + row + "@" + domain));
        later.remove("attachments");
        later.put("scheduled_at", "2026-01-02T00:00:00Z");
        note("scheduled", made("/emails", later));
        world.database()
                .useTransaction(tx -> tx.handle()
                        .createUpdate("update emails set tags = jsonb_build_object(:name, :value) where id = :id")
                        .bind("name", text("name of a tag", row, 200))
                        .bind("value", text("value of a tag", row, 200))
                        .bind("id", UUID.fromString(email))
                        .execute());
        return email;
    }

    private Map<String, Object> email(String recipient) {
        var email = new LinkedHashMap<String, Object>();
        email.put("from", named("name of a sender", "hello@" + domain));
        email.put("to", List.of(named("name of a recipient", recipient)));
        email.put("reply_to", named("name to reply to", "replies@" + domain));
        email.put("subject", words.apply("subject"));
        email.put("html", "<p>Hello " + words.apply("HTML") + " <img src='cid:logo'></p>");
        email.put("text", words.apply("text"));
        email.put("headers", Map.of("X-Order", words.apply("value of a header")));
        email.put("tags", List.of(Map.of("name", "kind", "value", "order")));
        email.put(
                "attachments",
                List.of(Map.of(
                        "filename",
                        words.apply("name of a file") + ".svg",
                        "content_id",
                        "logo",
                        "content_type",
                        "image/svg+xml",
                        "content",
                        base64("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"))));
        return email;
    }

    private String named(String field, String address) {
        String name = words.apply(field).replace("\\", "\\\\").replace("\"", "\\\"");
        return "\"" + name + "\" <" + address + ">";
    }

    /// Of machines and people who open the email and follow a link of it.
    private void visits(String email) {
        String link = world.link(key, email, "https://shop.test/?q=" + words.apply("target of a link"));
        var visitor = new Caller(world, "", words.apply("user agent of a visitor"));
        visitor.visit(link);
        Eventually.holds(
                "the visit is written down",
                () -> !api.call("GET", "/emails/" + email + "/why", "")
                        .get("visits")
                        .isEmpty());
        world.database()
                .useTransaction(tx -> tx.handle()
                        .createUpdate("update visits set link = :link where email_id = :id")
                        .bind("link", words.apply("link that was followed"))
                        .bind("id", UUID.fromString(email))
                        .execute());
    }

    private void templates(int row) {
        String id = made(
                "/templates",
                Map.of(
                        "name",
                        text("name of a template", row, 100),
                        "subject",
                        words.apply("subject of a template"),
                        "html",
                        "<p>Hello {{{NAME}}}</p>" + words.apply("HTML of a template"),
                        "variables",
                        List.of(Map.of("key", "NAME", "type", "string", "fallback_value", words.apply("fallback")))));
        note("template", id);
        api.call("POST", "/templates/" + id + "/publish", "");
        api.call("PATCH", "/templates/" + id, json(Map.of("html", "<p>Hi {{{NAME}}}</p>")));
        api.call("GET", "/templates/" + id + "/versions", "")
                .get("data")
                .forEach(version -> note("version", version.get("id").stringValue()));
    }

    private void webhooks(int row) {
        String id = made(
                "/webhooks",
                Map.of("endpoint", "https://" + domain + "/in" + row + "?q=1", "events", List.of("email.sent")));
        note("webhook", id);
        var messages = new StoredMessages(world);
        String payload = json(Map.of("type", "email.sent", "data", Map.of("subject", words.apply("payload"))));
        for (String status : List.of("failed", "success")) {
            String message = messages.message(id, status, payload);
            note("message", message);
            messages.attempt(message, 500, words.apply("answer of an endpoint"), null);
            messages.attempt(message, null, "", words.apply("error of an endpoint"));
        }
    }

    private Map<String, Object> topic(int row) {
        return Map.of(
                "name",
                text("name of a topic", row, 50),
                "description",
                text("description of a topic", row, 200),
                "default_subscription",
                "opt_in");
    }

    /// What lies in the sandbox's mailbox.
    private String caught() {
        String encoded = base64(words.apply("name of a caught file"));
        return """
            From: %s
            To: ann@dest.test
            Subject: %s
            X-Order: %s
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/html; charset=utf-8

            <p>Hello %s <a href="javascript:alert(1)">%s</a></p>
            --b
            Content-Type: text/html
            Content-Disposition: attachment; filename="=?utf-8?B?%s?="
            Content-Transfer-Encoding: 7bit

            <script>alert(1)</script>
            --b--
            """.formatted(
                        "hello@" + domain,
                        encodedWord("subject of a caught mail"),
                        words.apply("header of a caught mail"),
                        words.apply("HTML of a caught mail"),
                        words.apply("link of a caught mail"),
                        encoded);
    }

    private String encodedWord(String field) {
        return "=?utf-8?B?" + base64(words.apply(field)) + "?=";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Different in each row, and short enough for the field.
    private String text(String field, int row, int most) {
        String text = words.apply(field);
        String number = " " + row;
        return text.substring(0, Math.min(text.length(), most - number.length())) + number;
    }

    private String made(String path, Map<String, ?> body) {
        return api.made(path, json(body));
    }

    private static String json(Map<String, ?> body) {
        return Json.MAPPER.writeValueAsString(body);
    }

    private void note(String thing, String id) {
        ids.computeIfAbsent(thing, _ -> new ArrayList<>()).add(id);
    }

    private void noteForms(Document page, String thing, String before, String after) {
        page.select("form[action*=" + before + "][action$=" + after + "]").forEach(form -> {
            String action = form.attr("action");
            String id = action.substring(action.indexOf(before) + before.length(), action.length() - after.length());
            if (!id.contains("/")) note(thing, id);
        });
    }

    @Override
    public void close() {
        owner.close();
    }
}
