package dev.pennypost.dashboard.templates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TemplatePagesTest {
    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Browser browser = Browser.of(world, key, Role.OWNER);

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    @Test
    void saysWhatTemplatesAreForWhileThereAreNone() {
        assertThat(browser.page("/dashboard/templates").select(".empty p").text())
                .contains("Write an email once");
    }

    @Test
    void makesATemplateAndShowsIt() {
        Document page = made("Order", "<p>Hello {{{NAME}}}</p>");
        assertThat(page.select(".flash").text()).startsWith("The template is there.");
        assertThat(page.expectFirst(".badge").text()).isEqualTo("Draft");
        assertThat(page.select(".notice.wait").text()).contains("NAME has no value and no fallback");
        assertThat(browser.page("/dashboard/templates").select("tbody a.lead").text())
                .isEqualTo("Order");
        assertThat(browser.get("/dashboard/templates?format=csv").body()).contains(",Order,,Draft,");
    }

    @Test
    void keepsWhatWasFilledInWhenItIsRefused() {
        Document page = browser.submit(
                browser.page("/dashboard/templates/new"),
                "/dashboard/templates",
                "name",
                "Order",
                "from",
                "nobody",
                "html",
                "<p>{{{X}}}</p>");
        assertThat(page.select("#from-error").text()).startsWith("Write an address");
        assertThat(page.select("#name").val()).isEqualTo("Order");
        assertThat(page.select("#html").val()).contains("<p>{{{X}}}</p>");
    }

    @Test
    void showsHowItLooksWithValues() {
        String path = path(made("Order", "<p>Hello {{{NAME}}}</p>"));
        Document page = browser.page(path + "?v.NAME=%3Cscript%3Ealert(1)%3C/script%3E");
        assertThat(page.select(".notice.wait")).isEmpty();
        assertThat(page.expectFirst("[name=v.NAME]").val()).isEqualTo("<script>alert(1)</script>");
        assertThat(page.select("main script")).isEmpty();
        var frame = browser.get(page.select("iframe").attr("src"));
        assertThat(frame.body()).isEqualTo("<p>Hello <script>alert(1)</script></p>");
        assertThat(frame.headers().firstValue("content-security-policy"))
                .get()
                .asString()
                .startsWith("sandbox;");
    }

    @Test
    void publishesChangesAndGoesBackToWhatItSaid() {
        String path = path(made("Order", "<p>One</p>"));
        Document published = browser.submit(browser.page(path), path + "/publish");
        assertThat(published.expectFirst(".badge").text()).isEqualTo("Published");
        Document edited = browser.submit(
                browser.page(path + "/edit"),
                path + "/edit",
                "html",
                "<p>Two</p>",
                "key",
                "PRICE",
                "type",
                "NUMBER",
                "fallback",
                "5");
        assertThat(edited.expectFirst(".badge").text()).isEqualTo("Published, with changes");
        assertThat(edited.text()).contains("PRICE").contains("A number, else 5");
        assertThat(edited.select("form[action$=/restore]")).hasSize(1);
        String old = edited.select("form[action$=/restore] button").attr("value");
        assertThat(browser.get(path + "/frame?version=" + old).body()).isEqualTo("<p>One</p>");
        browser.submit(edited, path + "/restore", "version", old);
        assertThat(browser.get(path + "/frame").body()).isEqualTo("<p>One</p>");
    }

    @Test
    void copiesAndDeletes() {
        String path = path(made("Order", "<p>One</p>"));
        Document copy = browser.submit(browser.page(path), path + "/duplicate");
        assertThat(copy.select("h1").text()).isEqualTo("Order (copy)");
        Document list = browser.submit(browser.page(path), path + "/delete");
        assertThat(list.select("tbody a.lead").eachText()).containsExactly("Order (copy)");
        assertThat(browser.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhyATestIsNotSent() {
        String path = path(made("Order", "<p>Hello {{{NAME}}}</p>"));
        assertThat(browser.post(path + "/test").statusCode()).isEqualTo(422);
        Document refused = browser.submit(browser.page(path + "?v.NAME=Ada"), path + "/test", "from", "a@b.test");
        assertThat(refused.select(".notice.bad").text()).startsWith("The domain b.test may not send now");
        Document nobody = browser.submit(browser.page(path + "?v.NAME=Ada"), path + "/test", "from", "nobody");
        assertThat(nobody.select(".notice.bad").text()).startsWith("Write whom it is from");
    }

    @Test
    void showsNothingOfAnotherTeam() {
        String path = path(made("Order", "<p>One</p>"));
        try (var stranger = Browser.of(world, world.newKey(), Role.OWNER)) {
            for (String page : new String[] {"", "/frame", "/edit"})
                assertThat(stranger.get(path + page).statusCode()).as(page).isEqualTo(404);
            for (String button : new String[] {"/edit", "/publish", "/duplicate", "/restore", "/delete", "/test"})
                assertThat(stranger.post(path + button, "version", path.substring(21))
                                .statusCode())
                        .as(button)
                        .isEqualTo(404);
        }
    }

    @Test
    void letsAViewerLookOnly() {
        String path = path(made("Order", "<p>One</p>"));
        try (var viewer = Browser.of(world, key, Role.VIEWER)) {
            assertThat(viewer.page(path).select("main form[method=post]")).isEmpty();
            assertThat(viewer.page("/dashboard/templates").select("main a.primary"))
                    .isEmpty();
            for (String button : new String[] {"/edit", "/publish", "/duplicate", "/restore", "/delete", "/test"})
                assertThat(viewer.post(path + button).statusCode()).as(button).isEqualTo(403);
        }
    }

    private Document made(String name, String html) {
        return browser.submit(
                browser.page("/dashboard/templates/new"), "/dashboard/templates", "name", name, "html", html);
    }

    private static String path(Document page) {
        return page.select("a[href$=/edit]").attr("href").replace("/edit", "");
    }
}
