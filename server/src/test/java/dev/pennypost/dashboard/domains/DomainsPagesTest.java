package dev.pennypost.dashboard.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.testkit.Eventually;
import java.net.http.HttpResponse;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DomainsPagesTest {
    private static final String LIST = "/dashboard/domains";
    private static final List<String> PAGES =
            List.of("", "/settings", "/keys", "/history", "/offer", "/share", "/publish", "/live", "/export");
    private static final List<String> CHANGES = List.of(
            "/check",
            "/claim",
            "/share",
            "/publish/preview",
            "/publish/apply",
            "/keys",
            "/keys/bring",
            "/keys/x/withdraw",
            "/settings",
            "/suspend",
            "/resume",
            "/delete");

    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Browser browser = Browser.of(world, key, Role.OWNER);

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    @Test
    void explainsAnEmptyList() {
        Document page = browser.page(LIST);
        assertThat(page.select(".empty h2").text()).isEqualTo("No domain yet");
        assertThat(page.select("a[href=/dashboard/domains/new]")).isNotEmpty();
    }

    @Test
    void addsADomainAndShowsWhatToPublish() {
        Document page = add("acme.test");
        assertThat(page.title()).isEqualTo("acme.test · Pennypost");
        assertThat(page.select("[role=status]").text()).contains("acme.test was added");
        assertThat(page.select(".record h3").eachText())
                .contains("Signature (DKIM)", "Return path", "Permission to send (SPF)", "Policy (DMARC)");
        assertThat(page.select(".entry code").eachText())
                .contains(
                        "pennypost._domainkey", "send", "v=spf1 include:spf.mta.test ~all", "feedback.mta.test", "10");
        assertThat(page.select(".record .entry .copy button[data-copy]")).isNotEmpty();
        assertThat(page.select("[data-live]")).hasSize(1);
    }

    @Test
    void showsFieldsAsTheDetectedHostWantsThem() {
        world.obey("ns", "acme.test ns-1.awsdns-01.org ns-2.awsdns-02.net");
        String path = path(add("mail.acme.test"));
        Eventually.holds("the host is known", () -> browser.page(path).text().contains("Amazon Route 53"));
        Document page = browser.page(path);
        assertThat(page.select(".where a[rel=noreferrer]")).hasSize(1);
        assertThat(page.select(".entry code").eachText())
                .contains("send.mail", "10 feedback.mta.test", "\"v=spf1 include:spf.mta.test ~all\"");
        assertThat(page.select(".hints li")).isNotEmpty();
    }

    @Test
    void marksTheCharactersThatDiffer() {
        Document page = add("acme.test");
        String path = path(page);
        String value = page.select(".entry code").eachText().stream()
                .filter(text -> text.contains("p=MI"))
                .findFirst()
                .orElseThrow();
        char slip = value.charAt(80) == 'x' ? 'y' : 'x';
        world.obey("txt", "pennypost._domainkey.acme.test " + value.substring(0, 80) + slip + value.substring(81));
        browser.submit(page, path + "/check");
        Eventually.holds(
                "the key is seen", () -> !browser.page(path).select("mark").isEmpty());
        Document after = browser.page(path);
        assertThat(after.select(".compare mark:not(.good)").eachText()).containsExactly(String.valueOf(slip));
        assertThat(after.select(".compare mark.good").eachText()).containsExactly(value.substring(80, 81));
        assertThat(after.select(".record .badge.bad").eachText()).contains("Needs a change");
        assertThat(browser.page(LIST).select("td[data-label=What is wrong]").text())
                .isNotEqualTo("Nothing");
    }

    @Test
    void keepsOtherSendersInTheValueToEnter() {
        Document page = add("acme.test");
        String path = path(page);
        world.obey("txt", "send.acme.test v=spf1 include:_spf.google.com ~all");
        browser.submit(page, path + "/check");
        Eventually.holds(
                "the record is seen", () -> !browser.page(path).select("mark").isEmpty());
        assertThat(browser.page(path).select(".entry .copy code").eachText())
                .contains("v=spf1 include:spf.mta.test include:_spf.google.com ~all");
    }

    @Test
    void tellsWhatWorksOnceTheRecordsAreThere() {
        String path = verified("acme.test");
        Document page = browser.page(path);
        assertThat(page.select("#domain-status .badge.good").text()).isEqualTo("Verified");
        assertThat(page.select(".abilities").text()).contains("Sending: works").contains("Receiving: off");
        assertThat(page.select("#records").text()).contains("Every needed record is right.");
        assertThat(page.select("[data-live]")).isEmpty();
        Document list = browser.page(LIST);
        assertThat(list.select("td .badge.good").text()).isEqualTo("Verified");
        assertThat(list.select("td[data-label=Works]").text()).isEqualTo("Sending");
        assertThat(browser.page(path + "/history").select(".turns").text()).contains("Signature (DKIM)");
    }

    @Test
    void followsAChecksProgressUntilNothingIsExpected() {
        String path = verified("acme.test");
        HttpResponse<String> live = browser.get(path + "/live");
        assertThat(live.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(live.body())
                .contains("event: part")
                .contains("id=\"domain-status\"")
                .contains("id=\"records\"")
                .endsWith("event: over\ndata:\n\n");
    }

    @Test
    void findsDomainsByNameAndStatus() {
        verified("acme.test");
        add("other.example.net");
        assertThat(names(LIST)).containsExactlyInAnyOrder("other.example.net", "acme.test");
        assertThat(names(LIST + "?q=ACME")).containsExactly("acme.test");
        assertThat(names(LIST + "?show=verified")).containsExactly("acme.test");
        assertThat(names(LIST + "?show=waiting")).containsExactly("other.example.net");
        assertThat(names(LIST + "?show=suspended")).isEmpty();
        assertThat(browser.page(LIST + "?q=zzz").select(".empty h2").text()).isEqualTo("No domain like that");
        assertThat(browser.get(LIST + "?format=csv&q=acme").body())
                .startsWith("name,status,works,since,trouble\r\nacme.test,Verified,Sending,")
                .hasLineCount(2);
    }

    private List<String> names(String path) {
        return browser.page(path).select("td a.lead").eachText();
    }

    @Test
    void refusesBadNamesHelpfully() {
        Document page = browser.submit(browser.page(LIST + "/new"), LIST + "/new", "name", "https://acme.test/about");
        assertThat(page.select("#name").val()).isEqualTo("https://acme.test/about");
        assertThat(page.select("#name-error a").attr("href")).isEqualTo(LIST + "/new?name=acme.test");
        Document suffix = browser.submit(page, LIST + "/new", "name", "co.uk");
        assertThat(suffix.select("#name-error").text()).contains("Names below co.uk belong to different owners");
        Document empty = browser.submit(page, LIST + "/new", "name", " ");
        assertThat(empty.select("#name-error").text()).contains("Enter its name");
        Document label = browser.submit(page, LIST + "/new", "name", "acme.test", "return_path", "-x-");
        assertThat(label.select("#return_path-error").text()).contains("one label");
        assertThat(label.select("details[open] #return_path").val()).isEqualTo("-x-");
    }

    @Test
    void leadsToTheDomainThatOneHasAlready() {
        String path = path(add("acme.test"));
        Document again = add("acme.test");
        assertThat(again.select("#name-error").text()).contains("You have acme.test already");
        assertThat(again.select("#name-error a").attr("href")).isEqualTo(path);
    }

    @Test
    void claimsANameOfAnotherTeam() {
        verified("acme.test");
        try (Browser other = Browser.of(world, world.newKey(), Role.OWNER)) {
            Document taken = other.submit(other.page(LIST + "/new"), LIST + "/new", "name", "acme.test");
            assertThat(taken.select("[role=alert]").text()).contains("verified by another team");
            Document claimed = other.submit(taken, LIST + "/claim");
            assertThat(claimed.select("h2").eachText()).contains("Taking the name over");
            assertThat(claimed.select(".entry code").eachText())
                    .anyMatch(text -> text.startsWith("pennypost-domain-verification="));
            Document looked = other.submit(claimed, path(claimed) + "/claim");
            assertThat(looked.select("[role=status]").text()).contains("being looked for");
        }
    }

    @Test
    void changesSettingsAndKeepsWhatWasRefused() {
        String path = path(add("acme.test"));
        Document page = browser.page(path + "/settings");
        Document saved = browser.submit(
                page,
                path + "/settings",
                "receiving",
                "on",
                "click_tracking",
                "on",
                "tracking_privacy",
                "on",
                "tracking_subdomain",
                "links");
        assertThat(saved.select("[role=status]").text()).contains("records to publish have changed");
        assertThat(saved.select("input[name=receiving]").hasAttr("checked")).isTrue();
        assertThat(saved.select("input[name=tracking_privacy]").hasAttr("checked"))
                .isTrue();
        assertThat(browser.page(path).select(".record h3").eachText()).contains("Tracked links", "Receiving");
        Document refused = browser.submit(saved, path + "/settings", "tracking_subdomain", "no label");
        assertThat(refused.select("#tracking_subdomain-error").text()).contains("one label");
        assertThat(refused.select("#tracking_subdomain").val()).isEqualTo("no label");
        Document moved = browser.submit(saved, path + "/settings", "return_path", "Mail");
        assertThat(moved.select("[role=status]").text()).contains("records to publish have changed");
        assertThat(moved.select("#return_path").val()).isEqualTo("mail");
        assertThat(browser.page(path).select(".entry code").eachText())
                .contains("mail")
                .doesNotContain("send");
        Document bad = browser.submit(moved, path + "/settings", "return_path", "9 lives");
        assertThat(bad.select("#return_path-error").text()).isNotEmpty();
    }

    @Test
    void suspendsResumesAndDeletes() {
        String path = path(add("acme.test"));
        Document suspended = browser.submit(browser.page(path + "/settings"), path + "/suspend");
        assertThat(suspended.select("#domain-status .badge").text()).isEqualTo("Suspended");
        Document resumed = browser.submit(suspended, path + "/resume");
        assertThat(resumed.select("#domain-status .badge").text()).isNotEqualTo("Suspended");
        assertThat(resumed.select("details form[action=" + path + "/delete]")).hasSize(1);
        Document gone = browser.submit(resumed, path + "/delete");
        assertThat(gone.select("[role=status]").text()).contains("was deleted");
        assertThat(browser.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void rotatesKeysAndTakesInOnesOwn() {
        String path = verified("acme.test");
        Document page = browser.page(path + "/keys");
        assertThat(page.select(".record h3").eachText()).containsExactly("pennypost");
        Document rotated = browser.submit(page, path + "/keys", "algorithm", "rsa");
        assertThat(rotated.select(".record h3").eachText()).hasSize(2);
        assertThat(rotated.select(".badge.wait").eachText()).contains("Waits for its record");
        Document twice = browser.submit(rotated, path + "/keys", "algorithm", "rsa");
        assertThat(twice.select("[role=alert]").text()).contains("still waits to be seen");
        Document bad = browser.submit(page, path + "/keys/bring", "selector", "mine", "private_key", "no key");
        assertThat(bad.select("#selector").val()).isEqualTo("mine");
        assertThat(bad.select("[role=alert]").text()).startsWith("The key");
        assertThat(bad.text()).doesNotContain("no key");
        String fresh = rotated.select("form[action$=/withdraw]").attr("action");
        Document withdrawn = browser.submit(rotated, fresh);
        assertThat(withdrawn.select("h2").eachText()).contains("Retired");
        assertThat(browser.get(path + "/keys?format=csv").body())
                .startsWith("selector,algorithm,stage")
                .hasLineCount(3);
    }

    @Test
    void makesALinkForAColleague() {
        String path = path(add("acme.test"));
        Document made = browser.submit(browser.page(path + "/share"), path + "/share");
        assertThat(made.select(".copy code").text()).startsWith(world.url() + "/share/domains/");
    }

    @Test
    void givesTheRecordsAsFiles() {
        String path = path(add("acme.test"));
        for (Element link : browser.page(path).select(".downloads a")) {
            HttpResponse<String> file = browser.get(link.attr("href"));
            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(file.headers().firstValue("content-disposition").orElseThrow())
                    .startsWith("attachment");
            assertThat(file.body()).contains("feedback.mta.test");
        }
        assertThat(browser.get(path + "/export?format=xml").statusCode()).isEqualTo(404);
    }

    @Test
    void tellsWhatTheHostOffers() {
        String path = path(add("acme.test"));
        assertThat(browser.page(path + "/offer").select("#offer").text()).contains("does not offer");
    }

    @Test
    void neverSendsATokenBack() {
        String path = path(add("acme.test"));
        Document form = browser.page(path + "/publish?host=rfc2136");
        Document refused = browser.submit(
                form,
                path + "/publish/preview",
                "server",
                "127.0.0.1:1",
                "key_name",
                "update-key",
                "token",
                "c2VjcmV0LW9mLXRoZS1ob3N0");
        assertThat(refused.select("[role=alert]").text()).contains("could not be reached");
        assertThat(refused.select("#key_name").val()).isEqualTo("update-key");
        assertThat(refused.html()).doesNotContain("c2VjcmV0LW9mLXRoZS1ob3N0");
        Document empty = browser.submit(form, path + "/publish/preview", "server", "x", "key_name", "k", "token", "");
        assertThat(empty.select("#token-error").text()).contains("not kept");
    }

    @Test
    void showsWhatDnsSaysInert() {
        Document page = add("acme.test");
        String path = path(page);
        world.obey("txt", "send.acme.test v=spf1 <script>alert(1)</script><img src=x onerror=alert(1)> ~all");
        browser.submit(page, path + "/check");
        Eventually.holds("the text is seen", () -> browser.page(path).text().contains("<script>alert(1)</script>"));
        Document seen = browser.page(path);
        assertThat(seen.select("main script, main img")).isEmpty();
        assertThat(browser.page(LIST).select("main script, main img")).isEmpty();
        assertThat(browser.page(path + "/history").select("main script, main img"))
                .isEmpty();
        Document named = browser.submit(browser.page(LIST + "/new"), LIST + "/new", "name", "<img src=x onerror=a>");
        assertThat(named.select("main img")).isEmpty();
        assertThat(browser.page(LIST + "?q=%3Cimg%20src=x%3E").select("main img"))
                .isEmpty();
    }

    @Test
    void hidesDomainsOfOtherTeams() {
        String path = path(add("acme.test"));
        try (Browser other = Browser.of(world, world.newKey(), Role.OWNER)) {
            for (String page : PAGES)
                assertThat(other.get(path + page).statusCode()).as(page).isEqualTo(404);
            for (String change : CHANGES)
                assertThat(other.post(path + change, "host", "cloudflare").statusCode())
                        .as(change)
                        .isEqualTo(404);
            assertThat(other.page(LIST).text()).doesNotContain("acme.test");
        }
        assertThat(browser.get(path).statusCode()).isEqualTo(200);
        assertThat(browser.get(LIST + "/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void letsViewersLookAndChangeNothing() {
        String path = path(add("acme.test"));
        try (Browser viewer = Browser.of(world, key, Role.VIEWER)) {
            for (String page : List.of("", "/settings", "/keys", "/history", "/offer"))
                assertThat(viewer.page(path + page).select("main form[method=post]"))
                        .as(page)
                        .isEmpty();
            assertThat(viewer.page(LIST).select("a[href=/dashboard/domains/new]"))
                    .isEmpty();
            for (String change : CHANGES)
                assertThat(viewer.post(path + change).statusCode()).as(change).isEqualTo(403);
            assertThat(viewer.post(LIST + "/new", "name", "x.test").statusCode())
                    .isEqualTo(403);
            assertThat(viewer.post(LIST + "/claim", "name", "x.test").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void takesNoFormOfAnotherSite() {
        String path = path(add("acme.test"));
        for (String change : CHANGES)
            assertThat(browser.postWithToken(path + change, "forged").statusCode())
                    .as(change)
                    .isEqualTo(403);
    }

    private Document add(String name) {
        return browser.submit(browser.page(LIST + "/new"), LIST + "/new", "name", name);
    }

    private String verified(String name) {
        Document page = add(name);
        world.obey("publish", name);
        browser.submit(page, path(page) + "/check");
        world.obey("await", name + " verified");
        return path(page);
    }

    /// The path of the domain whose page it is.
    private static String path(Document page) {
        return page.expectFirst(".tabs a").attr("href");
    }
}
