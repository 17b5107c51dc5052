package dev.pennypost.dashboard.suppressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicPagesTest {
    private static final String PATH = "/dashboard/suppressions/topics";

    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Browser browser = Browser.of(world, key, Role.OWNER);

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    private Document make(String name) {
        return browser.submit(browser.page(PATH + "/new"), PATH, "name", name, "description", "All of it");
    }

    private String made(String name) {
        return make(name).select("td a.lead").attr("href");
    }

    @Test
    void makesATopic() {
        assertThat(browser.page(PATH).select(".empty h2").text()).isEqualTo("No topics yet");
        Document list = make("News");
        assertThat(list.select(".flash").text()).isEqualTo("The topic “News” was made.");
        assertThat(list.select("tbody tr").text()).contains("News All of it").contains("Everybody who did not opt out");
        assertThat(browser.get(PATH + "?format=csv").body()).contains(",News,All of it,opt_in,private,");
    }

    @Test
    void refusesANameThatCannotBeAndKeepsTheRest() {
        Document refused = make("n".repeat(51));
        assertThat(refused.select("#name-error").text()).isEqualTo("It must be at most 50 characters.");
        assertThat(refused.select("#description").val()).isEqualTo("All of it");
    }

    @Test
    void changesATopicButNotItsDefault() {
        String path = made("News");
        Document page = browser.page(path);
        assertThat(page.select("input[type=radio][name=default]")).isEmpty();
        Document list = browser.submit(page, path, "name", "Offers");
        assertThat(list.select("td a.lead").text()).isEqualTo("Offers");
        assertThat(browser.post(path, "name", "Offers", "default", "opt_out").statusCode())
                .isEqualTo(422);
    }

    @Test
    void deletesATopic() {
        String path = made("News");
        assertThat(browser.submit(browser.page(path), path + "/delete").select(".flash").text())
                .isEqualTo("The topic was deleted.");
        assertThat(browser.get(path).statusCode()).isEqualTo(404);
        assertThat(browser.post(path, "name", "Offers").statusCode()).isEqualTo(404);
    }

    @Test
    void keepsTeamsApartAndLetsAViewerLookOnly() {
        String path = made("News");
        try (var stranger = Browser.of(world, world.newKey(), Role.OWNER);
                var viewer = Browser.of(world, key, Role.VIEWER)) {
            assertThat(stranger.get(path).statusCode()).isEqualTo(404);
            assertThat(stranger.post(path + "/delete").statusCode()).isEqualTo(404);
            assertThat(stranger.post(path, "name", "Mine").statusCode()).isEqualTo(404);
            assertThat(viewer.page(path).select("main form")).isEmpty();
            assertThat(viewer.post(path, "name", "Mine").statusCode()).isEqualTo(403);
            assertThat(viewer.post(path + "/delete").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void showsScriptAsText() {
        String script = "<script>alert(1)</script>";
        Document page = browser.page(made(script));
        assertThat(page.select("main script")).isEmpty();
        assertThat(page.select("h1").text()).isEqualTo(script);
    }
}
