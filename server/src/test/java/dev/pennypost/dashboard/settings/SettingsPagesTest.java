package dev.pennypost.dashboard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import java.net.http.HttpResponse;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsPagesTest {
    private static final String PASSWORD = "correct horse battery";

    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Browser owner = Browser.of(world, key, Role.OWNER);

    @AfterEach
    void close() {
        owner.close();
        world.close();
    }

    @Test
    void showsTheMembersAndChangesTheirRoles() {
        Browser.of(world, key, Role.VIEWER).close();
        Document page = owner.page("/dashboard/settings");
        assertThat(page.select("tbody tr")).hasSize(2);
        String form = page.select("form[action$=/role]").attr("action");
        Document after = owner.submit(page, form, "role", "DEVELOPER");
        assertThat(after.select(".flash").text()).isEqualTo("Ada is Developer now.");
        assertThat(owner.page("/dashboard/settings").select(".flash")).isEmpty();
    }

    @Test
    void keepsTheLastOwner() {
        Document refused = owner.submit(owner.page("/dashboard/settings"), "/dashboard/settings/leave");
        assertThat(refused.select("[role=alert]").text()).startsWith("A team needs an owner");
    }

    @Test
    void letsAViewerChangeNothingOfTheTeam() {
        try (Browser viewer = Browser.of(world, key, Role.VIEWER)) {
            Document page = viewer.page("/dashboard/settings");
            assertThat(page.select("form[action=/dashboard/settings/name], form[action$=/role]"))
                    .isEmpty();
            assertThat(viewer.post("/dashboard/settings/name", "name", "theirs").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void changesWhatThePersonIsCalled() {
        Document page = owner.submit(
                owner.page("/dashboard/settings/profile"),
                "/dashboard/settings/profile/name",
                "name",
                "<b>Ada</b> Lovelace");
        assertThat(page.select(".foot a").text()).isEqualTo("<b>Ada</b> Lovelace");
        assertThat(page.select(".foot b")).isEmpty();
    }

    @Test
    void changesThePasswordOnlyForWhoeverKnowsIt() {
        Document profile = owner.page("/dashboard/settings/profile");
        Document refused = owner.submit(
                profile, "/dashboard/settings/profile/password", "current", "not it at all", "wanted", "another horse");
        assertThat(refused.select("[role=alert]").text()).isEqualTo("That was not the right password or code.");
        Document done = owner.submit(
                profile, "/dashboard/settings/profile/password", "current", PASSWORD, "wanted", "another horse");
        assertThat(done.select(".flash").text()).startsWith("Your password was changed");
    }

    @Test
    void setsUpCodesWithASecretToReadAndToType() {
        Document setup = owner.submit(
                owner.page("/dashboard/settings/profile"), "/dashboard/settings/profile/codes", "current", PASSWORD);
        assertThat(setup.select("svg.qr path")).hasSize(1);
        assertThat(setup.select(".copy code").text()).matches("[A-Z2-7]{16,}");
        Document refused = owner.submit(setup, "/dashboard/settings/profile/codes/confirm", "code", "000000");
        assertThat(refused.select("[role=alert]")).isNotEmpty();
    }

    @Test
    void endsOtherSessions() {
        try (Browser phone = owner.elsewhere()) {
            assertThat(phone.page("/dashboard").title()).isEqualTo("Home · Pennypost");
            owner.submit(owner.page("/dashboard/settings/profile"), "/dashboard/settings/profile/sessions/end-others");
            assertThat(phone.page("/dashboard").title()).isEqualTo("Sign in · Pennypost");
        }
    }

    @Test
    void makesATeamThatCanBeChosen() {
        owner.submit(owner.page("/dashboard/settings"), "/dashboard/settings/teams", "name", "Second");
        Document page = owner.page("/dashboard");
        String team = page.select("#team option:contains(Second)").val();
        Document chosen = owner.submit(page, "/dashboard/team", "team", team);
        assertThat(chosen.expectFirst("h1").text()).isEqualTo("Second");
    }

    @Test
    void exportsTheMembers() {
        HttpResponse<String> csv = owner.get("/dashboard/settings?format=csv");
        assertThat(csv.headers().firstValue("content-type")).contains("text/csv; charset=utf-8");
        assertThat(csv.body()).startsWith("name,email,role,since\r\nAda,ada@example.com,owner,");
    }

    @Test
    void exportsInvitationsToWhoMayInvite() {
        String path = "/dashboard/settings?format=csv&list=invitations";
        owner.submit(
                owner.page("/dashboard/settings"),
                "/dashboard/settings/invitations",
                "email",
                "ben@example.com",
                "role",
                "VIEWER");
        assertThat(owner.get(path).body())
                .startsWith("email,role,invited_by,created_at,ends_at\r\nben@example.com,viewer,");
        try (Browser viewer = Browser.of(world, key, Role.VIEWER)) {
            assertThat(viewer.get(path).body()).doesNotContain("ben@example.com");
        }
    }

    @Test
    void exportsTheChangesThatAreShown() {
        owner.submit(owner.page("/dashboard/settings"), "/dashboard/settings/name", "name", "Acme & Sons");
        Document page = owner.page("/dashboard/audit?subject=team&id=nobody");
        String csv = page.select("a:contains(Export CSV)").attr("href");
        assertThat(csv).contains("subject=team", "id=nobody");
        assertThat(owner.get(csv).body().lines()).hasSize(1);
        assertThat(owner.get("/dashboard/audit?subject=team&format=csv").body()).contains("Acme & Sons");
    }
}
