package dev.pennypost.dashboard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.accounts.SoftwareAuthenticator;
import dev.pennypost.accounts.TotpProgram;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.audit.AuditConfig;
import dev.pennypost.audit.AuditFilter;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.AuditRecord;
import dev.pennypost.dashboard.Browser;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every form about people and teams that changes something leaves a record of it.
class AuditedPagesTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String NEW_PASSWORD = "another horse battery";
    private static final List<String> PARTS = List.of("/sign-", "/setup", "/invitation", "/reset", "/settings");
    private static final String SETTINGS = "/dashboard/settings";
    private static final String PROFILE = "/dashboard/settings/profile";

    /// Forms that leave none, with the reason.
    private static final Map<String, String> EXCUSED = Map.of(
            "POST /settings/profile/codes", "nothing is asked for before the first code was shown",
            "POST /settings/profile/passkeys", "there is none before its authenticator has answered",
            "POST /reset", "whoever asks for a letter changes nothing");

    /// Forms that need what this world does not have, with the test that proves them.
    private static final Map<String, String> PROVED_ELSEWHERE = Map.of("POST /reset/{token}", "AccountTrailTest");

    private final GoldenWorld world = new GoldenWorld();
    private final Browser owner = Browser.stranger(world);
    private final Set<String> recorded = new HashSet<>();
    private final SoftwareAuthenticator laptop =
            new SoftwareAuthenticator(world.url().replace("127.0.0.1", "localhost"));

    @AfterEach
    void close() {
        owner.close();
        world.close();
    }

    @Test
    void everyFormAboutPeopleAndTeamsLeavesARecord() {
        entrance();
        team();
        members();
        proofs();
        sessions();
        ends();

        var known = new HashSet<>(recorded);
        known.addAll(EXCUSED.keySet());
        known.addAll(PROVED_ELSEWHERE.keySet());
        assertThat(GoldenWorld.routes(world.dashboard()).stream()
                        .filter(route -> PARTS.stream().anyMatch(part -> route.startsWith("POST " + part))))
                .containsExactlyInAnyOrderElementsOf(known);
        assertThat(newest(1_000).toString()).doesNotContain(PASSWORD, NEW_PASSWORD);
    }

    private void entrance() {
        does(
                "POST /setup",
                "person.created",
                () -> owner.submit(
                        owner.page("/dashboard/setup"),
                        "/dashboard/setup",
                        "email",
                        "eve@example.com",
                        "name",
                        "Eve",
                        "password",
                        PASSWORD));
        does(
                "POST /sign-out",
                "person.signed_out",
                () -> owner.submit(owner.page("/dashboard"), "/dashboard/sign-out"));
        does("POST /sign-in", "person.signed_in", () -> signIn(PASSWORD));
    }

    private Document signIn(String password) {
        return owner.submit(
                owner.page("/dashboard/sign-in"),
                "/dashboard/sign-in",
                "email",
                "eve@example.com",
                "password",
                password);
    }

    private void team() {
        does(
                "POST /settings/name",
                "team.updated",
                () -> owner.submit(owner.page(SETTINGS), SETTINGS + "/name", "name", "Post"));
        does("POST /settings/invitations", "invitation.created", () -> invite("bob@example.com"));
        does("POST /settings/invitations/{id}/resend", "invitation.resent", () -> press("/resend"));
        does("POST /settings/invitations/{id}/revoke", "invitation.deleted", () -> press("/revoke"));
    }

    private Document invite(String email) {
        return owner.submit(owner.page(SETTINGS), SETTINGS + "/invitations", "email", email, "role", "VIEWER");
    }

    /// Presses the first button of the team's settings that leads there.
    private Document press(String end, String... fields) {
        Document page = owner.page(SETTINGS);
        return owner.submit(page, page.expectFirst("form[action$=" + end + "]").attr("action"), fields);
    }

    private static String link(Document invited) {
        String link = invited.select(".copy code").text();
        return link.substring(link.indexOf("/dashboard/"));
    }

    private void members() {
        String bobs = link(invite("bob@example.com"));
        try (Browser bob = Browser.stranger(world)) {
            does(
                    "POST /invitation/{token}/account",
                    "invitation.accepted",
                    () -> bob.submit(bob.page(bobs), bobs + "/account", "name", "Bob", "password", PASSWORD));
            does("POST /settings/members/{id}/role", "member.updated", () -> press("/role", "role", "OWNER"));
            does("POST /settings/leave", "member.left", () -> bob.submit(bob.page(SETTINGS), SETTINGS + "/leave"));
        }
        String ada = link(invite("ada@example.com"));
        try (Browser other = Browser.of(world, world.newKey(), Role.OWNER)) {
            does("POST /invitation/{token}", "invitation.accepted", () -> other.submit(other.page(ada), ada));
        }
        does("POST /settings/members/{id}/remove", "member.removed", () -> press("/remove"));
    }

    private void proofs() {
        does("POST /settings/profile/name", "person.updated", () -> profile("/name", "name", "Eve of Post"));
        Document setup = profile("/codes", "current", PASSWORD);
        var program = new TotpProgram(setup.select(".copy code").text());
        does(
                "POST /settings/profile/codes/confirm",
                "person.totp_added",
                () -> owner.submit(setup, PROFILE + "/codes/confirm", "code", program.code(world.now())));
        does(
                "POST /settings/profile/codes/recovery",
                "person.recovery_codes_replaced",
                () -> profile("/codes/recovery", "current", PASSWORD));
        Document making = profile("/passkeys", "current", PASSWORD, "name", "Laptop");
        does(
                "POST /settings/profile/passkeys/finish",
                "person.passkey_added",
                () -> owner.submit(
                        making,
                        PROFILE + "/passkeys/finish",
                        "answer",
                        laptop.create(making.expectFirst("[data-options]").attr("data-options"))));
        Document page = owner.page(PROFILE);
        String passkey =
                page.expectFirst("form[action*=/passkeys/][action$=/name]").attr("action");
        does(
                "POST /settings/profile/passkeys/{id}/name",
                "person.passkey_updated",
                () -> owner.submit(page, passkey, "name", "Old laptop"));

        owner.submit(owner.page("/dashboard"), "/dashboard/sign-out");
        world.obey("advance", "PT30S");
        Document second = signIn(PASSWORD);
        does(
                "POST /sign-in/code",
                "person.signed_in",
                () -> owner.submit(second, "/dashboard/sign-in/code", "code", program.code(world.now())));
        owner.submit(owner.page("/dashboard"), "/dashboard/sign-out");
        signIn(PASSWORD);
        usePasskey("/sign-in/code/passkey");
        owner.submit(owner.page("/dashboard"), "/dashboard/sign-out");
        usePasskey("/sign-in/passkey");

        does(
                "POST /settings/profile/codes/remove",
                "person.totp_removed",
                () -> profile("/codes/remove", "current", PASSWORD));
        String removing = passkey.replaceFirst("/name$", "/remove");
        does(
                "POST /settings/profile/passkeys/{id}/remove",
                "person.passkey_removed",
                () -> owner.submit(owner.page(PROFILE), removing, "current", PASSWORD));
        does(
                "POST /settings/profile/password",
                "person.password_changed",
                () -> profile("/password", "current", PASSWORD, "wanted", NEW_PASSWORD));
    }

    private void usePasskey(String path) {
        Document asking = owner.page("/dashboard" + path);
        String options = asking.expectFirst("[data-options]").attr("data-options");
        does(
                "POST " + path,
                "person.signed_in",
                () -> owner.submit(asking, "/dashboard" + path, "answer", laptop.get(options)));
    }

    private Document profile(String form, String... fields) {
        return owner.submit(owner.page(PROFILE), PROFILE + form, fields);
    }

    private void sessions() {
        try (Browser elsewhere = Browser.stranger(world)) {
            for (String form : List.of("/sessions/{id}/end", "/sessions/end-others")) {
                elsewhere.submit(
                        elsewhere.page("/dashboard/sign-in"),
                        "/dashboard/sign-in",
                        "email",
                        "eve@example.com",
                        "password",
                        NEW_PASSWORD);
                Document page = owner.page(PROFILE);
                String action = form.contains("{")
                        ? page.expectFirst("form[action*=/sessions/][action$=/end]")
                                .attr("action")
                        : PROFILE + form;
                does("POST /settings/profile" + form, "person.sessions_ended", () -> owner.submit(page, action));
            }
        }
    }

    private void ends() {
        String bobs = link(invite("heir@example.com"));
        try (Browser heir = Browser.stranger(world)) {
            heir.submit(heir.page(bobs), bobs + "/account", "name", "Heir", "password", PASSWORD);
        }
        does("POST /settings/members/{id}/owner", "team.handed_over", () -> press("/owner"));
        does(
                "POST /settings/teams",
                "team.created",
                () -> owner.submit(owner.page(SETTINGS), SETTINGS + "/teams", "name", "Second"));
        String second =
                owner.page("/dashboard").select("#team option:contains(Second)").val();
        owner.submit(owner.page("/dashboard"), "/dashboard/team", "team", second);
        does(
                "POST /settings/delete",
                "team.deleted",
                () -> owner.submit(owner.page(SETTINGS), SETTINGS + "/delete", "name", "Second"));
        does("POST /settings/profile/delete", "person.deleted", () -> profile("/delete", "current", NEW_PASSWORD));
        assertThat(owner.page("/dashboard").title()).isEqualTo("Sign in · Pennypost");
    }

    /// Sends a form, and looks for the record.
    private void does(String route, String action, Supplier<Document> sending) {
        // so that what is done later is newer
        world.obey("advance", "PT0.01S");
        List<AuditRecord> before = newest(200);
        Document answer = sending.get();
        assertThat(newest(200).stream().filter(one -> !before.contains(one)).map(AuditRecord::action))
                .as(() -> route + " leaves no record: " + answer.text())
                .contains(action);
        recorded.add(route);
    }

    /// Of all teams and of none.
    private List<AuditRecord> newest(int most) {
        return new AuditLog(world.database(), new AuditConfig(1), InstantSource.system())
                .everybodys(AuditFilter.ALL, most, null)
                .items();
    }
}
