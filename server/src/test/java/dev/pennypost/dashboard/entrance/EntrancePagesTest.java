package dev.pennypost.dashboard.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.accounts.SoftwareAuthenticator;
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
    void offersAPasskeyAndCodesAfterAPasswordAndGoesOnWithTheRightPersonOnly() {
        var laptop = new SoftwareAuthenticator(world.url().replace("127.0.0.1", "localhost"));
        try (Browser ada = Browser.of(world, world.newKey(), Role.OWNER)) {
            Document making = ada.submit(
                    ada.page("/dashboard/settings/profile"),
                    "/dashboard/settings/profile/passkeys",
                    "current",
                    "correct horse battery",
                    "name",
                    "Laptop");
            String options = making.expectFirst("[data-options]").attr("data-options");
            Document codes =
                    ada.submit(making, "/dashboard/settings/profile/passkeys/finish", "answer", laptop.create(options));
            assertThat(codes.expectFirst("h1").text()).isEqualTo("Recovery codes");
        }
        Document step = stranger.submit(
                stranger.page("/dashboard/sign-in?to=/dashboard/settings/profile"),
                "/dashboard/sign-in",
                "email",
                "ada@example.com",
                "password",
                "correct horse battery");
        assertThat(step.title()).isEqualTo("One more step · Pennypost");
        assertThat(step.select("label").text()).isEqualTo("Recovery code");
        Document refused = stranger.submit(step, "/dashboard/sign-in/code", "code", "aaaaa-aaaaa");
        assertThat(refused.select("[role=alert]").text()).startsWith("That was not right.");
        Document asking = stranger.page(refused.expectFirst("a.button.primary").attr("href"));
        String options = asking.expectFirst("[data-options]").attr("data-options");
        Document profile = stranger.submit(asking, "/dashboard/sign-in/code/passkey", "answer", laptop.get(options));
        assertThat(profile.title()).isEqualTo("You · Pennypost");
    }

    @Test
    void beginsAgainWithoutAPassword() {
        signedUp();
        assertThat(stranger.page("/dashboard/sign-in/code").title()).isEqualTo("Sign in · Pennypost");
        assertThat(stranger.page("/dashboard/sign-in/code/passkey")
                        .select("[role=alert]")
                        .text())
                .isEqualTo("That took too long. Please begin again.");
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
