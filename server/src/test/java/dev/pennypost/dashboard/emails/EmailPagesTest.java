package dev.pennypost.dashboard.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.dashboard.Caller;
import dev.pennypost.json.Json;
import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EmailPagesTest {
    private static final String ORDER = """
            {"from":"Acme <orders@acme.test>","to":["Ada <ada@example.com>"],"subject":"Your order 4711",
             "html":"<p>Shipped <img src='cid:logo'></p>","text":"Shipped",
             "tags":[{"name":"kind","value":"order"}],"headers":{"X-Order":"4711"},
             "attachments":[{"filename":"logo.png","content_id":"logo","content_type":"image/png","content":"AAAA"}]}""";

    private final GoldenWorld world = new GoldenWorld();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String key = world.newKey();
    private final Browser browser = Browser.of(world, key, Role.OWNER);

    @AfterEach
    void close() {
        browser.close();
        http.close();
        world.close();
    }

    @Test
    void saysHowEmailsComeHereWhileThereAreNone() {
        assertThat(browser.page("/dashboard/emails").select(".empty h2").text()).isEqualTo("No emails yet");
    }

    @Test
    void listsEmailsAndFindsThem() {
        domain();
        String order = send(ORDER);
        String news = send(plain("ben@example.org", "News of the week"));
        send(plain("50%@example.net", "100_000 readers"));

        assertThat(found("")).hasSize(3);
        assertThat(found("?recipient=ADA@")).containsExactly(order);
        assertThat(found("?recipient=example.org")).containsExactly(news);
        assertThat(found("?recipient=50%25")).hasSize(1);
        assertThat(found("?subject=week+news")).containsExactly(news);
        assertThat(found("?subject=100_0")).hasSize(1);
        assertThat(found("?subject=1000_")).isEmpty();
        assertThat(found("?tag=kind:order")).containsExactly(order);
        assertThat(found("?tag=kind")).containsExactly(order);
        assertThat(found("?tag=order:kind")).isEmpty();
        assertThat(found("?status=sent")).hasSize(3);
        assertThat(found("?status=bounced")).isEmpty();
        assertThat(found("?since=PT1H")).hasSize(3);
        assertThat(found("?from=2026-01-02")).isEmpty();
        assertThat(found("?to=2026-01-01")).hasSize(3);
        assertThat(found("?from=nonsense&domain=nonsense")).hasSize(3);
        Document page = browser.page("/dashboard/emails?subject=news");
        assertThat(page.select("#subject").val()).isEqualTo("news");
        assertThat(page.select("[data-live]")).isEmpty();
        assertThat(browser.page("/dashboard/emails").select("[data-live]")).hasSize(1);
    }

    @Test
    void goesOnWithASearchBelowWhatItFound() {
        domain();
        String order = send(ORDER);
        String older = send(plain("ben@example.org", "Another order"));
        send(plain("cy@example.org", "News"));
        assertThat(below("?subject=order&found=0"))
                .contains("<tbody", order, older, "hx-swap-oob")
                .doesNotContain("News", "No email fits", "Older", "<html");
        assertThat(below("?subject=order&found=39"))
                .as("a page is full with one more, and the next begins below it")
                .containsOnlyOnce("<tr>")
                .contains("Older");
        assertThat(below("?subject=nonsense&found=0")).contains("No email fits");
        assertThat(below("?subject=nonsense&found=1")).doesNotContain("No email fits");
        assertThat(below("?subject=order&found=40"))
                .as("more than a page holds is no part of one")
                .contains("id=\"list\"");
    }

    @Test
    void exportsWhatWasFound() {
        domain();
        send(ORDER);
        send(plain("ben@example.org", "News"));
        HttpResponse<String> list = browser.get("/dashboard/emails?format=csv&subject=order");
        assertThat(list.headers().firstValue("content-type")).hasValue("text/csv; charset=utf-8");
        assertThat(list.body().lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("Acme <orders@acme.test>,Ada <ada@example.com>,,,Your order 4711,sent,,kind:order");
    }

    @Test
    void tellsTheStoryOfAnEmail() {
        domain();
        world.delivering().onRcpt("gone@example.com", "550 5.1.1 <b>nobody</b>");
        String id = send(plain("gone@example.com", "<script>alert(1)</script>"));
        Eventually.holds("bounced", () -> page(id).select("#standing").text().equals("Bounced"));

        Document page = page(id);
        assertThat(page.select("h1").text()).isEqualTo("<script>alert(1)</script>");
        assertThat(page.select("main script, main b")).isEmpty();
        assertThat(page.select("#story li").eachText()).first().asString().startsWith("Accepted.");
        assertThat(page.select("#story li.bad").text()).contains("Given up").contains("550 5.1.1 <b>nobody</b>");
        assertThat(page.select("details h3").text()).isEqualTo("gone@example.com");
        assertThat(page.select("details pre").text()).contains("RCPT TO");
    }

    @Test
    void showsWhatWasSent() {
        domain();
        String id = send(ORDER);
        Document page = page(id);
        assertThat(page.select("iframe.mail").attr("src")).isEqualTo(path(id) + "/frame");
        assertThat(page.select("iframe.mail").hasAttr("sandbox")).isTrue();
        assertThat(page.select("a.tag").attr("href")).isEqualTo("/dashboard/emails?tag=kind%3Aorder");
        HttpResponse<String> frame = browser.get(path(id) + "/frame");
        assertThat(frame.body()).contains("src='data:image/png;base64,AAAA'");
        assertThat(frame.headers().firstValue("content-security-policy"))
                .get()
                .asString()
                .startsWith("sandbox;");
        assertThat(browser.page(path(id) + "?view=text").select("pre").text()).contains("Shipped");
        assertThat(browser.page(path(id) + "?view=source").select("pre").text()).contains("<p>Shipped");
        assertThat(browser.page(path(id) + "?view=headers").text()).contains("X-Order 4711");
        HttpResponse<String> file =
                browser.get(page.expectFirst("a[href*=/files/]").attr("href"));
        assertThat(file.headers().firstValue("content-type")).hasValue("application/octet-stream");
        assertThat(file.headers().firstValue("content-disposition")).hasValue("attachment; filename=\"logo.png\"");
        assertThat(browser.get(path(id) + "/message").body()).contains("Subject: Your order 4711");
    }

    @Test
    void sendsAgainAsANewEmail() {
        domain();
        String id = send(ORDER);
        Document again = browser.submit(page(id), path(id) + "/resend");
        assertThat(again.select(".flash").text()).isEqualTo("It was sent again. This is the new email.");
        assertThat(again.select("h1").text()).isEqualTo("Your order 4711");
        assertThat(again.select("a.tag").text()).isEqualTo("kind: order");
        assertThat(again.select("a[href*=/files/]").text()).isEqualTo("logo.png");
        assertThat(found("")).hasSize(2);
    }

    @Test
    void keepsAScheduledEmailFromLeavingOrMovesIt() {
        domain();
        String id = send(plain("ada@example.com", "Later").replace("}", ",\"scheduled_at\":\"in 3 hours\"}"));
        assertThat(page(id).select("form[action$=/resend]")).isEmpty();

        Document refused = browser.submit(page(id), path(id) + "/time", "time", "some day");
        assertThat(refused.select("#time-error").text()).startsWith("Write a time such as");
        assertThat(refused.select("#time").val()).isEqualTo("some day");
        Document moved = browser.submit(page(id), path(id) + "/time", "time", "in 5 hours");
        assertThat(moved.select("#story").text()).contains("in 5 hours");

        Document canceled = browser.submit(page(id), path(id) + "/cancel");
        assertThat(canceled.select("#standing").text()).isEqualTo("Canceled");
        assertThat(browser.post(path(id) + "/cancel").statusCode()).isEqualTo(422);
        assertThat(browser.post(path(id) + "/resend").statusCode()).isEqualTo(422);
    }

    @Test
    void sharesAnEmailByALink() {
        domain();
        String id = send(ORDER);
        Document page = browser.submit(page(id), path(id) + "/share");
        String link = page.select(".notice .copy code").text();
        assertThat(call("GET", link.substring(world.url().length()), "", "").body())
                .contains("Your order 4711");
    }

    @Test
    void showsNothingOfAnotherTeam() {
        domain();
        String id = send(ORDER);
        try (var stranger = Browser.of(world, world.newKey(), Role.OWNER)) {
            for (String page : new String[] {"", "/live", "/frame", "/message", "/files/" + id})
                assertThat(stranger.get(path(id) + page).statusCode()).as(page).isEqualTo(404);
            for (String button : new String[] {"/resend", "/cancel", "/share"})
                assertThat(stranger.post(path(id) + button).statusCode())
                        .as(button)
                        .isEqualTo(404);
            assertThat(stranger.post(path(id) + "/time", "time", "in 5 hours").statusCode())
                    .isEqualTo(404);
        }
        assertThat(browser.get("/dashboard/emails/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void letsAViewerLookOnly() {
        domain();
        String id = send(ORDER);
        try (var viewer = Browser.of(world, key, Role.VIEWER)) {
            assertThat(viewer.page(path(id)).select("main form")).isEmpty();
            for (String button : new String[] {"/resend", "/cancel", "/share", "/time"})
                assertThat(viewer.post(path(id) + button).statusCode())
                        .as(button)
                        .isEqualTo(403);
        }
    }

    @Test
    void tellsProgramsWhatPeopleAreShown() {
        domain();
        String id = send(ORDER);
        send(plain("ben@example.org", "News"));
        var found = call("GET", "/emails?recipient=ada@&tag=kind:order&status=sent,bounced", "", key);
        assertThat(json(found).get("data")).hasSize(1);
        assertThat(json(found).get("has_more").booleanValue()).isFalse();
        assertThat(call("GET", "/emails?status=nonsense", "", key).statusCode()).isEqualTo(422);
        assertThat(call("GET", "/emails?start_date=nonsense", "", key).statusCode())
                .isEqualTo(422);
        assertThat(call("GET", "/emails?subject=news&after=" + id, "", key).statusCode())
                .isEqualTo(200);
        assertThat(call("GET", "/emails?subject=x&after=0190b6c4-0000-7000-8000-000000000000", "", key)
                        .statusCode())
                .isEqualTo(422);
        assertThat(call("GET", "/emails/" + id + "/source", "", key).body()).contains("Subject: Your order 4711");
        String again = json(call("POST", "/emails/" + id + "/resend", "", key))
                .get("id")
                .stringValue();
        assertThat(again).isNotEqualTo(id);
        assertThat(call("GET", "/emails/" + again, "", key).body()).contains("Your order 4711");
    }

    /// What a search finds, however often it has to be told to go on.
    private List<String> found(String query) {
        var all = new ArrayList<String>();
        Document page = browser.page("/dashboard/emails" + query);
        while (true) {
            for (String path : page.select("tbody a.lead").eachAttr("href"))
                all.add(path.substring("/dashboard/emails/".length()));
            Element further = page.selectFirst("#further a");
            if (further == null) return all;
            page = browser.page(further.attr("href"));
        }
    }

    /// What a browser with scripts puts below what was found already.
    private String below(String query) {
        var all = new StringBuilder();
        String path = "/dashboard/emails" + query;
        while (!path.isEmpty()) {
            String part = browser.part(path).body();
            all.append(part);
            path = Jsoup.parse(part).select("#further").attr("hx-get");
        }
        return all.toString();
    }

    private Document page(String id) {
        return browser.page(path(id));
    }

    private static String path(String id) {
        return "/dashboard/emails/" + id;
    }

    private static String plain(String to, String subject) {
        return "{\"from\":\"orders@acme.test\",\"to\":\"" + to + "\",\"subject\":\"" + subject + "\",\"text\":\"x\"}";
    }

    private void domain() {
        new Caller(world, key).verified("acme.test");
    }

    private String send(String body) {
        return json(call("POST", "/emails", body, key)).get("id").stringValue();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.read(answer.body(), JsonNode.class);
    }

    private HttpResponse<String> call(String method, String path, String body, String token) {
        var request = HttpRequest.newBuilder(URI.create(world.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
