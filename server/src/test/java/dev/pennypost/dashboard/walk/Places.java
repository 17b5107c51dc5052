package dev.pennypost.dashboard.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.api.golden.GoldenWorld;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every route of the dashboard. Whoever adds one adds it here, and it is walked with all others.
final class Places {
    private static final String[] PASSWORD = {"current", "correct horse battery"};

    /// Pages and forms of people who have signed in.
    private static final List<Place> MEMBERS = Stream.of(
                    Stream.of(get("/"), post("/start"), post("/team", "", "team", "{team}", "back", "/dashboard")),
                    Stream.of(post("/theme", "", "theme", "dark", "back", "/dashboard")),
                    emails(),
                    domains(),
                    templates(),
                    Stream.of(get("/metrics"), get("/smtp"), post("/smtp"), get("/audit")),
                    suppressions(),
                    keys(),
                    webhooks(),
                    Stream.of(get("/logs"), get("/logs/{id}", "log")),
                    mailbox(),
                    queue(),
                    team(),
                    profile())
            .flatMap(places -> places)
            .toList();

    /// Pages and forms that are open to everybody.
    private static final List<Place> GUESTS = List.of(
            get("/sign-in"),
            post("/sign-in", "", "email", "ada@example.com", "password", "nothing of the kind"),
            get("/sign-in/code"),
            post("/sign-in/code", "", "code", "123456"),
            get("/sign-in/code/passkey"),
            post("/sign-in/code/passkey", "", "ticket", "x", "answer", "{}"),
            get("/sign-in/passkey"),
            post("/sign-in/passkey", "", "ticket", "x", "answer", "{}"),
            get("/sign-in/provider"),
            get("/sign-in/oidc"),
            get("/setup"),
            post("/setup", "", "email", "eve@example.com", "name", "Eve", "password", "correct horse battery"),
            post("/sign-out"),
            get("/reset"),
            post("/reset", "", "email", "ada@example.com"),
            get("/reset/{token}", "=no-token"),
            post("/reset/{token}", "=no-token", "password", "correct horse battery"),
            get("/invitation/{token}", "=no-token"),
            post("/invitation/{token}", "=no-token"),
            post("/invitation/{token}/account", "=no-token", "name", "Eve", "password", "correct horse battery"),
            get("/assets/{digest}/{name}", "=0 =dashboard.css"));

    private Places() {}

    /// Those of members; fails when the dashboard has routes that stand in neither list, or the lists have others.
    static List<Place> ofMembers(GoldenWorld world) {
        check(world);
        return MEMBERS;
    }

    static List<Place> ofGuests(GoldenWorld world) {
        check(world);
        return GUESTS;
    }

    private static void check(GoldenWorld world) {
        assertThat(Stream.concat(MEMBERS.stream(), GUESTS.stream()).map(Place::route))
                .as("routes of the dashboard that Places knows")
                .containsExactlyInAnyOrderElementsOf(GoldenWorld.routes(world.dashboard()));
        for (Place place : MEMBERS)
            assertThat(place.things())
                    .as("what the parameters of %s name", place)
                    .hasSize((int) Pattern.compile("\\{")
                            .matcher(place.route())
                            .results()
                            .count());
    }

    private static Stream<Place> emails() {
        return Stream.of(
                get("/emails"),
                get("/emails/live"),
                get("/emails/{id}", "email"),
                get("/emails/{id}/live", "email"),
                get("/emails/{id}/frame", "email"),
                get("/emails/{id}/message", "email"),
                get("/emails/{id}/files/{file}", "email file"),
                post("/emails/{id}/resend", "email"),
                post("/emails/{id}/cancel", "scheduled"),
                post("/emails/{id}/time", "scheduled", "time", "in 2 hours"),
                post("/emails/{id}/share", "email"));
    }

    private static Stream<Place> domains() {
        return Stream.of(
                get("/domains"),
                get("/domains/new"),
                post("/domains/new", "", "name", "brand-new.test", "sending", "yes"),
                post("/domains/claim", "", "name", "brand-new.test"),
                get("/domains/{id}", "domain"),
                get("/domains/{id}/live", "domain"),
                post("/domains/{id}/check", "domain"),
                post("/domains/{id}/claim", "domain"),
                get("/domains/{id}/offer", "domain"),
                get("/domains/{id}/export", "domain"),
                get("/domains/{id}/share", "domain"),
                post("/domains/{id}/share", "domain", "days", "7"),
                get("/domains/{id}/history", "domain"),
                get("/domains/{id}/keys", "domain"),
                post("/domains/{id}/keys", "domain", "algorithm", "ed25519"),
                post("/domains/{id}/keys/bring", "domain", "selector", "mine", "private_key", "x"),
                post("/domains/{id}/keys/{selector}/withdraw", "domain =pennypost"),
                get("/domains/{id}/settings", "domain"),
                post("/domains/{id}/settings", "domain", "sending", "yes", "tls", "enforced"),
                post("/domains/{id}/suspend", "domain"),
                post("/domains/{id}/resume", "domain"),
                post("/domains/{id}/delete", "domain"),
                get("/domains/{id}/publish", "domain"),
                post("/domains/{id}/publish/preview", "domain", "host", "cloudflare", "token", "x"),
                post("/domains/{id}/publish/apply", "domain", "host", "cloudflare", "token", "x"));
    }

    private static Stream<Place> templates() {
        return Stream.of(
                get("/templates"),
                get("/templates/new"),
                post("/templates", "", "name", "Order", "html", "<p>Hello</p>"),
                get("/templates/{id}", "template"),
                get("/templates/{id}/frame", "template"),
                get("/templates/{id}/edit", "template"),
                post("/templates/{id}/edit", "template", "name", "Theirs no more", "html", "<p>Hello</p>"),
                post("/templates/{id}/publish", "template"),
                post("/templates/{id}/duplicate", "template"),
                post("/templates/{id}/restore", "template", "version", "{version}"),
                post("/templates/{id}/delete", "template"),
                post("/templates/{id}/test", "template", "from", "a@dest.test"));
    }

    private static Stream<Place> suppressions() {
        String[] topic = {"name", "Weather", "description", "Rain", "default", "opt_in", "visibility", "public"};
        return Stream.of(
                get("/suppressions"),
                get("/suppressions/new"),
                post("/suppressions", "", "emails", "zoe@dest.test"),
                get("/suppressions/{id}", "suppression"),
                post("/suppressions/{id}/remove", "suppression"),
                get("/suppressions/topics"),
                get("/suppressions/topics/new"),
                post("/suppressions/topics", "", topic),
                get("/suppressions/topics/{id}", "topic"),
                post("/suppressions/topics/{id}", "topic", topic),
                post("/suppressions/topics/{id}/delete", "topic"));
    }

    private static Stream<Place> keys() {
        return Stream.of(
                get("/api-keys"),
                get("/api-keys/new"),
                post("/api-keys", "", "name", "ci", "permission", "full"),
                get("/api-keys/{id}", "key"),
                post("/api-keys/{id}", "key", "name", "Theirs no more"),
                post("/api-keys/{id}/revoke", "key"));
    }

    private static Stream<Place> webhooks() {
        String[] endpoint = {"endpoint", "https://eve.test/in", "which", "all"};
        return Stream.of(
                get("/webhooks"),
                get("/webhooks/live"),
                get("/webhooks/new"),
                post("/webhooks", "", endpoint),
                get("/webhooks/{id}", "webhook"),
                get("/webhooks/{id}/live", "webhook"),
                post("/webhooks/{id}", "webhook", endpoint),
                post("/webhooks/{id}/enable", "webhook"),
                post("/webhooks/{id}/disable", "webhook"),
                post("/webhooks/{id}/secret", "webhook"),
                post("/webhooks/{id}/rotate", "webhook"),
                post("/webhooks/{id}/delete", "webhook"),
                post("/webhooks/{id}/replay", "webhook", "since", "2025-12-31T00:00", "until", "2026-01-02T00:00"),
                get("/webhooks/{id}/events/{event}", "webhook message"),
                post("/webhooks/{id}/events/{event}/replay", "webhook message"));
    }

    private static Stream<Place> mailbox() {
        return Stream.of(
                get("/mailbox"),
                get("/mailbox/live"),
                post("/mailbox/clear"),
                get("/mailbox/{id}", "mail"),
                get("/mailbox/{id}/html", "mail"),
                get("/mailbox/{id}/raw", "mail"),
                get("/mailbox/{id}/attachments/{number}", "mail =1"),
                post("/mailbox/{id}/play", "mail", "act", "bounce"));
    }

    private static Stream<Place> queue() {
        return Stream.of(
                get("/queue"),
                get("/queue/deliveries"),
                get("/queue/act"),
                post("/queue/act", "", "verb", "pause", "email", "{scheduled}", "reason", "for a while"),
                post("/queue/resume", "", "id", "{hold}"),
                get("/queue/sites"),
                post("/queue/sites/suspend", "", "site", "dest.test", "minutes", "5", "reason", "for a while"),
                post("/queue/sites/forgive", "", "site", "dest.test"));
    }

    private static Stream<Place> team() {
        return Stream.of(
                get("/settings"),
                post("/settings/name", "", "name", "Theirs no more"),
                post("/settings/teams", "", "name", "Second"),
                post("/settings/members/{id}/role", "member", "role", "VIEWER"),
                post("/settings/members/{id}/owner", "member"),
                post("/settings/members/{id}/remove", "member"),
                post("/settings/invitations", "", "email", "zoe@example.com", "role", "VIEWER"),
                post("/settings/invitations/{id}/resend", "invitation"),
                post("/settings/invitations/{id}/revoke", "invitation"),
                post("/settings/delete", "", "name", "Not its name"),
                post("/settings/leave"));
    }

    private static Stream<Place> profile() {
        return Stream.of(
                get("/settings/profile"),
                post("/settings/profile/name", "", "name", "Somebody else"),
                post("/settings/profile/password", "", with(PASSWORD, "wanted", "another horse entirely")),
                post("/settings/profile/codes", "", PASSWORD),
                post("/settings/profile/codes/confirm", "", "code", "123456"),
                post("/settings/profile/codes/remove", "", PASSWORD),
                post("/settings/profile/codes/recovery", "", PASSWORD),
                post("/settings/profile/passkeys", "", PASSWORD),
                post("/settings/profile/passkeys/finish", "", "ticket", "x", "answer", "{}"),
                post("/settings/profile/passkeys/{id}/name", "passkey", "name", "Somebody else's"),
                post("/settings/profile/passkeys/{id}/remove", "passkey", PASSWORD),
                post("/settings/profile/sessions/{id}/end", "session"),
                post("/settings/profile/sessions/end-others"),
                post("/settings/profile/delete"));
    }

    private static String[] with(String[] fields, String... more) {
        return Stream.concat(Arrays.stream(fields), Arrays.stream(more)).toArray(String[]::new);
    }

    private static Place get(String pattern) {
        return get(pattern, "");
    }

    private static Place get(String pattern, String things) {
        return new Place("GET " + pattern, words(things), List.of());
    }

    private static Place post(String pattern) {
        return post(pattern, "");
    }

    private static Place post(String pattern, String things, String... fields) {
        return new Place("POST " + pattern, words(things), List.of(fields));
    }

    private static List<String> words(String things) {
        return things.isEmpty() ? List.of() : List.of(things.split(" ", -1));
    }
}
