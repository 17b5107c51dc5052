package dev.pennypost.dashboard.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import java.net.http.HttpResponse;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EntrancePagesTest {
    private final GoldenWorld world = new GoldenWorld();
    private final Browser stranger = Browser.stranger(world);

    @AfterEach
    void close() {
        stranger.close();
        world.close();
    }

    @Test
    void leadsWhoeverComesFirstToTheFirstAccountAndSignsThemIn() {
        Document welcome = stranger.page("/");
        assertThat(welcome.expectFirst("h1").text()).isEqualTo("Welcome to Pennypost");
        Document home = stranger.submit(
                welcome, "/dashboard/setup", "email", "eve@example.com", "name", "Eve", "password", "correct horse");
        assertThat(home.title()).isEqualTo("Home · Pennypost");
        assertThat(home.select(".foot").text()).contains("Eve");
    }

    @Test
    void saysWhatIsWrongWithTheFirstAccountAndKeepsWhatWasFilledIn() {
        Document refused = stranger.submit(
                stranger.page("/dashboard/setup"),
                "/dashboard/setup",
                "email",
                "eve",
                "name",
                "Eve",
                "password",
                "correct horse");
        assertThat(refused.select("[role=alert]").text()).contains("is no email address");
        assertThat(refused.select("input[name=email]").val()).isEqualTo("eve");
        assertThat(refused.select("input[name=password]").val()).isEmpty();
    }

    @Test
    void makesNoSecondFirstAccount() {
        signedUp();
        assertThat(stranger.page("/dashboard/setup").title()).isEqualTo("Sign in · Pennypost");
        HttpResponse<String> late = stranger.post(
                "/dashboard/setup", "email", "mallory@example.com", "name", "M", "password", "correct horse");
        assertThat(late.headers().firstValue("location")).contains("/dashboard/sign-in");
    }

    @Test
    void leadsBackToThePageThatWasAskedForAfterSigningIn() {
        signedUp();
        Document form = stranger.page("/dashboard/settings/profile");
        assertThat(form.title()).isEqualTo("Sign in · Pennypost");
        Document page = stranger.submit(
                form, "/dashboard/sign-in", "email", "ada@example.com", "password", "correct horse battery");
        assertThat(page.title()).isEqualTo("You · Pennypost");
    }

    @Test
    void saysNotWhetherTheAddressOrThePasswordWasWrong() {
        signedUp();
        String wrongPassword = refusal("ada@example.com", "wrong horse battery");
        assertThat(refusal("nobody@example.com", "wrong horse battery")).isEqualTo(wrongPassword);
    }

    @Test
    void leadsNowhereElseAfterSigningIn() {
        signedUp();
        for (String elsewhere : new String[] {
            "https://evil.test/",
            "//evil.test",
            "/\\evil.test",
            "/dashboard/../share",
            "/dashboardevil",
            "javascript:alert(1)"
        }) {
            HttpResponse<String> answer = stranger.post(
                    "/dashboard/sign-in",
                    "email",
                    "ada@example.com",
                    "password",
                    "correct horse battery",
                    "to",
                    elsewhere);
            assertThat(answer.headers().firstValue("location"))
                    .as(elsewhere)
                    .hasValueSatisfying(
                            place -> assertThat(place).startsWith("/dashboard").doesNotContain("evil"));
        }
    }

    @Test
    void endsTheSessionOnSigningOut() {
        try (Browser ada = Browser.of(world, world.newKey(), Role.OWNER)) {
            Document home = ada.page("/dashboard");
            assertThat(ada.submit(home, "/dashboard/sign-out").title()).isEqualTo("Sign in · Pennypost");
            assertThat(ada.page("/dashboard").title()).isEqualTo("Sign in · Pennypost");
        }
    }

    @Test
    void takesNoFormThatAnotherSiteHadSent() {
        signedUp();
        HttpResponse<String> forged = stranger.postFrom(
                "https://evil.test",
                "/dashboard/sign-in",
                "email",
                "ada@example.com",
                "password",
                "correct horse battery");
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.headers().allValues("set-cookie")).isEmpty();
    }

    private String refusal(String email, String password) {
        Document refused = stranger.submit(
                stranger.page("/dashboard/sign-in"), "/dashboard/sign-in", "email", email, "password", password);
        return refused.select("[role=alert]").text();
    }

    private void signedUp() {
        Browser.of(world, world.newKey(), Role.OWNER).close();
    }
}
