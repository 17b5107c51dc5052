package dev.pennypost.dashboard.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.dashboard.Caller;
import dev.pennypost.domains.DomainId;
import dev.pennypost.statistics.Counts;
import dev.pennypost.statistics.Figure;
import dev.pennypost.statistics.Happened;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsPagesTest {
    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Caller api = new Caller(world, key);
    private final Browser browser = Browser.of(world, key, Role.VIEWER);
    private final Counts counts = new Counts();

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    private void happened(String domain, Figure figure, int daysAgo, long times, Map<String, String> tags) {
        var one = new Happened(
                world.team(key),
                new DomainId(UUID.fromString(domain)),
                figure,
                world.now().minus(Duration.ofDays(daysAgo)),
                times,
                tags);
        world.database().useTransaction(tx -> counts.add(tx, List.of(one)));
    }

    private static List<String> figures(Document page) {
        return page.select("dl.grid dd:first-of-type").eachText();
    }

    @Test
    void saysWhatBelongsHere() {
        assertThat(browser.page("/dashboard/metrics").select(".empty h2").text())
                .isEqualTo("Nothing in this time");
    }

    @Test
    void countsOverSeveralSpans() {
        String domain = api.made("/domains", "{\"name\":\"acme.test\"}");
        happened(domain, Figure.SENT, 0, 100, Map.of());
        happened(domain, Figure.DELIVERED, 0, 90, Map.of());
        happened(domain, Figure.BOUNCED_PERMANENT, 0, 10, Map.of());
        happened(domain, Figure.SENT, 20, 1000, Map.of());

        Document week = browser.page("/dashboard/metrics");
        assertThat(figures(week)).containsExactly("100", "90", "10", "0", "0", "0");
        assertThat(week.select(".tabs a[aria-current]").text()).isEqualTo("7 days");
        assertThat(week.select("svg.chart")).hasSize(6);
        assertThat(week.expectFirst("figure table").select("tbody tr")).hasSize(7);
        assertThat(figures(browser.page("/dashboard/metrics?range=24h"))).startsWith("100", "90");
        Document month = browser.page("/dashboard/metrics?range=30d");
        assertThat(figures(month)).startsWith("1,100", "90");
        assertThat(month.expectFirst("figure table").select("tbody tr")).hasSize(30);
        assertThat(browser.page("/dashboard/metrics?range=century")
                        .select(".tabs a[aria-current]")
                        .text())
                .isEqualTo("7 days");
    }

    @Test
    void judgesRatesByWhatReceiversDo() {
        String domain = api.made("/domains", "{\"name\":\"acme.test\"}");
        happened(domain, Figure.SENT, 0, 1000, Map.of());
        happened(domain, Figure.DELIVERED, 0, 950, Map.of());
        happened(domain, Figure.BOUNCED_TRANSIENT, 0, 50, Map.of());
        Document page = browser.page("/dashboard/metrics");
        assertThat(page.select(".charts .badge.bad").text()).isEqualTo("5.00 %, too high");
        assertThat(page.select(".charts .badge.good").text()).isEqualTo("0.00 %, good");
        assertThat(page.select("line.limit")).hasSize(2);
    }

    @Test
    void breaksDownByDomainAndTag() {
        String one = api.made("/domains", "{\"name\":\"one.test\"}");
        String two = api.made("/domains", "{\"name\":\"two.test\"}");
        happened(one, Figure.SENT, 0, 3, Map.of("category", "<b>receipt</b>"));
        happened(two, Figure.SENT, 0, 5, Map.of("category", "news"));
        Document page = browser.page("/dashboard/metrics");
        assertThat(page.select("section[aria-labelledby=domains] td a.lead").eachText())
                .containsExactly("two.test", "one.test");
        assertThat(figures(browser.page(page.expectFirst("section[aria-labelledby=domains] td a.lead")
                        .attr("href"))))
                .startsWith("5");

        assertThat(page.select("#tag option").eachText()).containsExactly("Tagged or not", "Tag: category");
        Document tagged = browser.page("/dashboard/metrics?tag=category");
        assertThat(tagged.select("section[aria-labelledby=tags] td a.lead").eachText())
                .containsExactly("news", "<b>receipt</b>");
        assertThat(tagged.select("main td b")).isEmpty();
        assertThat(figures(browser.page(tagged.expectFirst("section[aria-labelledby=tags] tr:last-child td a.lead")
                        .attr("href"))))
                .startsWith("3");
        assertThat(api.call("GET", "/emails/metrics/tags", "").get("data").toString())
                .isEqualTo("[{\"name\":\"category\"}]");
    }

    @Test
    void exportsEveryTable() {
        String domain = api.made("/domains", "{\"name\":\"acme.test\"}");
        happened(domain, Figure.SENT, 0, 4, Map.of("category", "news"));
        assertThat(browser.get("/dashboard/metrics?format=csv&by=period").body().lines())
                .hasSize(8)
                .last()
                .isEqualTo("2026-01-01T00:00:00Z,4,0,0,0,0,0,0.00,0.00,,,");
        assertThat(browser.get("/dashboard/metrics?format=csv&by=domain").body())
                .contains("\r\nacme.test,4,0,");
        assertThat(browser.get("/dashboard/metrics?format=csv&by=tag&tag=category")
                        .body())
                .contains("\r\nnews,4,0,");
    }

    @Test
    void hasNothingOfOtherTeams() {
        var rival = new Caller(world, world.newKey());
        String foreign = rival.made("/domains", "{\"name\":\"rival.test\"}");
        var one = new Happened(
                world.team(rival.key()),
                new DomainId(UUID.fromString(foreign)),
                Figure.SENT,
                world.now(),
                7,
                Map.of("secret", "x"));
        world.database().useTransaction(tx -> counts.add(tx, List.of(one)));
        for (String query : List.of("", "?domain=" + foreign, "?tag=secret")) {
            Document page = browser.page("/dashboard/metrics" + query);
            assertThat(page.select(".empty")).isNotEmpty();
            assertThat(page.text()).doesNotContain("rival.test");
        }
    }
}
