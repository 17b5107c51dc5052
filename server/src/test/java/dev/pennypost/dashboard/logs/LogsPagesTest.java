package dev.pennypost.dashboard.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.dashboard.Caller;
import dev.pennypost.testkit.Eventually;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogsPagesTest {
    private static final String HOSTILE = "<script>alert(1)</script>";

    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Caller api = new Caller(world, key);
    private final Browser browser = Browser.of(world, key, Role.VIEWER);

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    private Document list(String query, int requests) {
        Eventually.holds(
                requests + " requests at " + query,
                () -> browser.page("/dashboard/logs" + query).select("tbody tr").size() == requests);
        return browser.page("/dashboard/logs" + query);
    }

    @Test
    void saysWhatBelongsHere() {
        assertThat(browser.page("/dashboard/logs").select(".empty h2").text()).isEqualTo("No requests yet");
        assertThat(browser.page("/dashboard/logs?status=5xx")
                        .select(".empty h2")
                        .text())
                .isEqualTo("No request is like that");
    }

    @Test
    void filtersRequests() {
        api.call("GET", "/domains", "");
        api.call("POST", "/api-keys", "{}");
        api.call("POST", "/api-keys", "{\"name\":\"x\"}");
        list("", 3);
        assertThat(list("?status=4xx", 1).select("td a.lead").text()).isEqualTo("POST /api-keys");
        assertThat(list("?status=422", 1).select("#status option[selected]").text())
                .isEqualTo("422");
        list("?method=GET", 1);
        list("?path=/api-keys", 2);
        list("?path=/api-keys&status=2xx", 1);
        list("?from=2026-01-01T11:59&to=2026-01-01T12:01", 3);
        list("?to=2026-01-01T11:59", 0);
        list("?key=0190b6c4-0000-7000-8000-000000000000", 0);
        list("?status=abc&method=BREW&key=no&from=yesterday", 3);
    }

    @Test
    void showsARequestWithBothBodiesAndNothingOfItRuns() {
        api.call("POST", "/emails", "{\"from\":\"a@b.test\",\"subject\":\"" + HOSTILE + "\"}");
        Document page = browser.page(list("", 1).expectFirst("td a.lead").attr("href"));
        assertThat(page.select("h1").text()).isEqualTo("POST /emails");
        assertThat(page.select("#request-body").text()).contains("\"subject\" : \"" + HOSTILE + "\"");
        assertThat(page.select("#response-body").text()).contains("\"statusCode\" : 422");
        assertThat(page.select("main script, main img")).isEmpty();
        assertThat(page.text()).contains("<img src=x onerror=alert(1)>");
        assertThat(browser.page("/dashboard/logs?path=" + "%3Cscript%3E").select("main script"))
                .isEmpty();
    }

    @Test
    void goesOnWithASearchBelowWhatItFound() {
        api.call("GET", "/domains", "");
        api.call("POST", "/api-keys", "{}");
        list("?method=GET", 1);
        assertThat(browser.part("/dashboard/logs?method=GET&found=1").body())
                .startsWith("<tbody>")
                .contains("GET /domains", "id=\"further\"", "hx-swap-oob")
                .doesNotContain("api-keys", "<table");
    }

    @Test
    void exportsWhatIsFiltered() {
        api.call("GET", "/domains", "");
        api.call("POST", "/api-keys", "{}");
        list("", 2);
        assertThat(browser.get("/dashboard/logs?format=csv&method=GET").body().lines())
                .hasSize(2)
                .last()
                .asString()
                .contains(",GET,/domains,200,");
    }

    @Test
    void hasNothingOfOtherTeams() {
        var rival = world.newKey();
        new Caller(world, rival).call("GET", "/domains", "");
        try (var other = Browser.of(world, rival, Role.VIEWER)) {
            Eventually.holds(
                    "the request is logged",
                    () -> !other.page("/dashboard/logs").select("tbody tr").isEmpty());
            String path = other.page("/dashboard/logs").select("td a.lead").attr("href");
            assertThat(browser.get(path).statusCode()).isEqualTo(404);
            assertThat(browser.get("/dashboard/logs/no-id").statusCode()).isEqualTo(404);
        }
        list("", 0);
    }

    @Test
    void givesAScriptTheRowsAlone() {
        assertThat(browser.page("/dashboard/logs").select("form[hx-get]")).hasSize(1);
    }
}
