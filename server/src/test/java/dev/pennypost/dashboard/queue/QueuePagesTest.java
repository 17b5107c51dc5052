package dev.pennypost.dashboard.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.dashboard.Sending;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueuePagesTest {
    private static final String PATH = "/dashboard/queue";

    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.operatorsKey();
    private final Browser browser = Browser.of(world, key, Role.OWNER);
    private final Sending sending = Sending.from(world, key, "acme.test");

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    private Document deliveries(String query) {
        return browser.page(PATH + "/deliveries" + query);
    }

    private Document ask(String verb, String query) {
        return browser.page(PATH + "/act?verb=" + verb + "&" + query);
    }

    @Test
    void isForOperatorsOnly() {
        try (var other = Browser.of(world, world.newKey(), Role.OWNER);
                var developer = Browser.of(world, key, Role.DEVELOPER)) {
            for (String path : new String[] {"", "/deliveries", "/sites", "/act?verb=cancel"}) {
                assertThat(other.get(PATH + path).statusCode()).isEqualTo(403);
                assertThat(developer.get(PATH + path).statusCode()).isEqualTo(403);
            }
            assertThat(other.post(PATH + "/act", "verb", "cancel", "site", "x").statusCode())
                    .isEqualTo(403);
            assertThat(other.post(PATH + "/sites/forgive", "site", "x").statusCode())
                    .isEqualTo(403);
            assertThat(other.page("/dashboard").select("nav a[href=" + PATH + "]"))
                    .isEmpty();
        }
    }

    @Test
    void showsWhatWaitsAndWhy() {
        sending.to("ann@dest.test");
        Document page = browser.page(PATH);
        assertThat(page.expectFirst(".figure").text()).isEqualTo("Waiting 1");
        assertThat(page.expectFirst("tbody td").text()).contains("Accepted");
    }

    @Test
    void findsDeliveriesByWhoTheyAreFor() {
        String email = sending.to("ann@dest.test");
        sending.to("bob@else.test");
        assertThat(deliveries("").select("tbody tr")).hasSize(2);
        assertThat(deliveries("?recipient_domain=dest.test").select("td a.lead").eachText())
                .containsExactly("ann@dest.test");
        assertThat(deliveries("?recipient=Ann%40Dest.test").select("td a.lead").eachText())
                .containsExactly("ann@dest.test");
        assertThat(deliveries("?recipient=nonsense").select("#recipient-error").text())
                .startsWith("Enter a whole address");
        assertThat(deliveries("?domain=acme.test").select("tbody tr")).hasSize(2);
        assertThat(deliveries("?email=" + email).select("tbody tr")).hasSize(1);
        assertThat(deliveries("?state=deferred").select("tbody tr")).isEmpty();
        assertThat(browser.get(PATH + "/deliveries?format=csv").body())
                .contains(email + ",ann@dest.test,")
                .contains(",bob@else.test,");
    }

    @Test
    void refusesWhatIsNoneOfItsKindAndSelectsNothing() {
        sending.to("ann@dest.test");
        var refused = browser.get(PATH + "/deliveries?team=nonsense&state=anything&domain=nobodys.test");
        assertThat(refused.statusCode()).isEqualTo(422);
        Document page = deliveries("?team=nonsense&state=anything&domain=nobodys.test");
        assertThat(page.select("#team-error").text()).startsWith("Enter an id");
        assertThat(page.select("#domain-error").text()).isEqualTo("No team has this domain.");
        assertThat(page.select("#team").val()).isEqualTo("nonsense");
        assertThat(page.select("tbody tr")).isEmpty();
        assertThat(page.select("form[action=" + PATH + "/act]")).isEmpty();
        assertThat(ask("cancel", "team=nonsense").select(".notice.bad").text()).startsWith("Enter an id");
    }

    @Test
    void cancelsAsManyAsItShowed() {
        sending.to("ann@dest.test");
        sending.to("bob@else.test");
        Document dry = ask("cancel", "recipient_domain=dest.test");
        assertThat(dry.select("dd strong").text()).isEqualTo("1 delivery");
        assertThat(dry.select("button.solid-danger").text()).isEqualTo("Cancel: 1 delivery");
        Document after = browser.submit(dry, PATH + "/act");
        assertThat(after.select(".flash").text()).isEqualTo("1 delivery canceled.");
        assertThat(deliveries("?state=canceled").select("tbody tr")).hasSize(1);
        assertThat(deliveries("").select("tbody tr")).hasSize(1);
    }

    @Test
    void asksAgainWhenItHasBecomeMore() {
        sending.to("ann@dest.test");
        Document dry = ask("cancel", "recipient_domain=dest.test");
        sending.to("bob@dest.test");
        Document again = browser.submit(dry, PATH + "/act");
        assertThat(again.select(".notice.bad").text()).startsWith("It has become more");
        assertThat(again.select("dd strong").text()).isEqualTo("2 deliveries");
        assertThat(deliveries("").select("tbody tr")).hasSize(2);
        assertThat(browser.submit(again, PATH + "/act").select(".flash").text()).isEqualTo("2 deliveries canceled.");
    }

    @Test
    void neverMeansEverything() {
        sending.to("ann@dest.test");
        assertThat(ask("cancel", "").select(".notice.bad").text()).startsWith("Say which deliveries");
        assertThat(browser.post(PATH + "/act", "verb", "cancel", "counted", "100")
                        .statusCode())
                .isEqualTo(422);
        assertThat(deliveries("").select("tbody tr")).hasSize(1);
    }

    @Test
    void startsCanceledDeliveriesAnew() {
        sending.to("ann@dest.test");
        browser.submit(ask("cancel", "recipient_domain=dest.test"), PATH + "/act");
        Document after = browser.submit(ask("requeue", "state=canceled"), PATH + "/act");
        assertThat(after.select(".flash").text()).isEqualTo("1 delivery started anew.");
        assertThat(deliveries("").select("tbody tr")).hasSize(1);
    }

    @Test
    void pausesWithAReasonAndResumes() {
        Document dry = ask("pause", "recipient_domain=dest.test");
        Document refused = browser.submit(dry, PATH + "/act", "reason", " ");
        assertThat(refused.select("#reason-error").text()).startsWith("Say why");
        Document overview = browser.submit(refused, PATH + "/act", "reason", "they asked us to");
        assertThat(overview.select(".flash").text()).isEqualTo("Paused: recipient domain dest.test.");
        assertThat(browser.get(PATH + "?format=csv").body()).contains(",recipient_domain,dest.test,they asked us to,");
        assertThat(overview.select("li.panel").text()).contains("they asked us to");
        Document after = browser.submit(overview, PATH + "/resume");
        assertThat(after.select("li.panel")).isEmpty();
        assertThat(browser.post(PATH + "/resume", "id", "nonsense").statusCode())
                .isEqualTo(404);
    }

    @Test
    void pausesWhatGoesToOneRecipient() {
        browser.submit(ask("pause", "recipient=Ann%40dest.test"), PATH + "/act", "reason", "they are away");
        sending.to("ann@dest.test");
        sending.to("bob@dest.test");
        Document held = deliveries("?state=held");
        assertThat(held.select("td a.lead").eachText()).containsExactly("ann@dest.test");
    }

    @Test
    void pausesOneThingOnly() {
        assertThat(ask("pause", "recipient_domain=dest.test&state=waiting")
                        .select(".notice.bad")
                        .text())
                .startsWith("A pause is of one thing");
    }

    @Test
    void suspendsASiteAndTellsHome() {
        assertThat(browser.post(PATH + "/sites/suspend", "site", "slow.test", "minutes", "no", "reason", "")
                        .statusCode())
                .isEqualTo(422);
        browser.post(PATH + "/sites/suspend", "site", "slow.test", "minutes", "30", "reason", "they are moving");
        Document sites = browser.page(PATH + "/sites");
        assertThat(sites.select("main h2").text()).isEqualTo("slow.test");
        assertThat(sites.select(".badge").text()).isEqualTo("Suspended");
        assertThat(browser.page("/dashboard").select(".notice").text())
                .contains("slow.test takes nothing for another 30 minutes")
                .contains("they are moving");
        assertThat(browser.page(PATH).text()).contains("One site takes nothing from us");
        assertThat(browser.get(PATH + "/sites?format=csv").body()).contains("they are moving");
        Document after = browser.submit(sites, PATH + "/sites/forgive");
        assertThat(after.select(".flash").text()).isEqualTo("slow.test is asked again.");
        assertThat(after.select(".badge").text()).isEqualTo("Open");
    }

    @Test
    void keepsWhatWasFilledInForASuspension() {
        browser.post(PATH + "/sites/suspend", "site", "slow.test", "minutes", "1", "reason", "x");
        Document refused = browser.submit(
                browser.page(PATH + "/sites"), PATH + "/sites/suspend", "minutes", "100000", "reason", "long");
        assertThat(refused.select(".error").text()).startsWith("Enter a whole number of minutes");
        assertThat(refused.select("input[name=reason]").val()).isEqualTo("long");
        assertThat(refused.select("details").hasAttr("open")).isTrue();
    }

    @Test
    void showsScriptAsText() {
        String script = "<script>alert(1)</script>";
        browser.post(PATH + "/sites/suspend", "site", script, "minutes", "5", "reason", script);
        assertThat(browser.page(PATH + "/sites").select("main script")).isEmpty();
        assertThat(browser.page("/dashboard").select("main script")).isEmpty();
        assertThat(deliveries("?site=%22%3E%3Cscript%3E").select("main script")).isEmpty();
        assertThat(ask("cancel", "site=%3Cscript%3E").select("main script")).isEmpty();
    }
}
