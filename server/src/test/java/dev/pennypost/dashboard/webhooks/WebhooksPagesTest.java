package dev.pennypost.dashboard.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.dashboard.Caller;
import dev.pennypost.webhooks.SvixId;
import java.util.List;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhooksPagesTest {
    private static final String HERE = "/dashboard/webhooks";
    private static final String HOSTILE = "<script>alert(1)</script>";

    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Caller api = new Caller(world, key);
    private final StoredMessages stored = new StoredMessages(world);
    private final Browser browser = Browser.of(world, key, Role.DEVELOPER);

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    private String webhook() {
        return webhook(api);
    }

    private static String webhook(Caller caller) {
        return caller.made("/webhooks", "{\"endpoint\":\"https://acme.test/in\",\"events\":[\"email.sent\"]}");
    }

    private void sql(String statement, String webhook) {
        world.database()
                .useTransaction(tx -> tx.handle()
                        .createUpdate(statement)
                        .bind("id", UUID.fromString(webhook))
                        .bind("now", world.now())
                        .execute());
    }

    private String message(String webhook, String status) {
        return stored.message(webhook, status, "{\"type\":\"email.sent\",\"data\":{\"subject\":\"" + HOSTILE + "\"}}");
    }

    private void attempt(String message, @Nullable Integer status, String answer, @Nullable String error) {
        stored.attempt(message, status, answer, error);
    }

    @Test
    void addsAnEndpoint() {
        String domain = api.made("/domains", "{\"name\":\"shop.test\"}");
        Document form = browser.page(HERE + "/new");
        assertThat(form.select("summary strong").eachText()).startsWith("Emails", "Contacts", "Domains");
        Document page = browser.submit(
                form,
                HERE,
                "endpoint",
                "https://acme.test/in",
                "which",
                "some",
                "events",
                "email.sent",
                "events",
                "email.bounced",
                "domains",
                domain,
                "ordered",
                "yes");
        assertThat(page.select("h1").text()).isEqualTo("https://acme.test/in");
        assertThat(page.select("dl.facts").text())
                .contains("email.sent, email.bounced", "shop.test", "One after another");
        assertThat(page.select(".copy")).isEmpty();
        assertThat(browser.page(HERE).select("tbody .badge.good").text()).isEqualTo("Enabled");
    }

    @Test
    void refusesBesideTheFieldAndKeepsWhatWasFilledIn() {
        api.made("/domains", "{\"name\":\"shop.test\"}");
        Document form = browser.page(HERE + "/new");
        Document none = browser.submit(form, HERE, "endpoint", "https://acme.test/in", "which", "some");
        assertThat(none.select("#events-error").text()).isEqualTo("Tick at least one event.");
        assertThat(none.select("#endpoint").attr("value")).isEqualTo("https://acme.test/in");
        Document bad = browser.submit(form, HERE, "endpoint", HOSTILE, "which", "some", "events", "email.sent");
        assertThat(bad.select("#endpoint-error").text()).startsWith("This is not a URL");
        assertThat(bad.select("#endpoint").attr("value")).isEqualTo(HOSTILE);
        assertThat(bad.select("input[value=email.sent][checked]")).hasSize(1);
        Document foreign = browser.submit(
                form,
                HERE,
                "endpoint",
                "https://acme.test/in",
                "which",
                "all",
                "domains",
                "0190b6c4-0000-7000-8000-000000000000");
        assertThat(foreign.text()).contains("One of these domains was removed");
    }

    @Test
    void changesTheSettings() {
        String path = HERE + "/" + webhook();
        Document all = browser.submit(
                browser.page(path), path, "endpoint", "https://acme.test/other", "which", "all", "ordered", "yes");
        assertThat(all.select("h1").text()).isEqualTo("https://acme.test/other");
        assertThat(all.select("dl.facts").text()).contains("Every event");
        Document refused = browser.submit(browser.page(path), path, "endpoint", "ftp://acme.test");
        assertThat(refused.select("#endpoint-error").text()).startsWith("Use https://");
        assertThat(refused.select("details[open] #endpoint")).hasSize(1);
        assertThat(refused.select("h1").text()).isEqualTo("https://acme.test/other");
    }

    @Test
    void switchesOffAndOnAndSaysWhy() {
        String id = webhook();
        String path = HERE + "/" + id;
        Document off = browser.submit(browser.page(path), path + "/disable");
        assertThat(off.select("main .head .badge").text()).isEqualTo("Switched off");
        assertThat(browser.submit(off, path + "/enable")
                        .select("main .head .badge")
                        .text())
                .isEqualTo("Enabled");
        sql("update webhooks set failing_since = :now where id = :id", id);
        assertThat(browser.page(path).select(".notice.wait").text()).contains("Failing", "Every attempt has failed");
        assertThat(api.call("GET", "/webhooks/" + id, "").get("failing_since").stringValue())
                .isEqualTo("2026-01-01 12:00:00+00");
        sql("update webhooks set status = 'disabled', disabled_reason = 'gone', disabled_at = :now where id = :id", id);
        assertThat(browser.page(path).select(".notice.bad").text()).contains("410 Gone");
        assertThat(browser.page(HERE).select("tbody .badge.bad").text()).isEqualTo("Disabled: gone");
    }

    @Test
    void showsTheSecretOnlyWhenAsked() {
        String id = webhook();
        String path = HERE + "/" + id;
        String secret =
                api.call("GET", "/webhooks/" + id, "").get("signing_secret").stringValue();
        assertThat(browser.page(path).text()).doesNotContain(secret);
        Document shown = browser.submit(browser.page(path), path + "/secret");
        assertThat(shown.select(".copy code").text()).isEqualTo(secret);
        Document rotated = browser.submit(browser.page(path), path + "/rotate");
        assertThat(rotated.select(".copy code").text()).startsWith("whsec_").isNotEqualTo(secret);
        assertThat(rotated.select(".notice.wait").text()).contains("Two secrets", "in 24 hours");
        assertThat(api.call("GET", "/webhooks/" + id, "")
                        .get("previous_secret_until")
                        .stringValue())
                .isEqualTo("2026-01-02 12:00:00+00");
    }

    @Test
    void showsWhatWasSentAndAnsweredAndNothingOfItRuns() {
        String id = webhook();
        String message = message(id, "failed");
        attempt(message, 500, HOSTILE, null);
        attempt(message, null, "", "connection refused");
        Document list = browser.page(HERE + "/" + id);
        assertThat(list.select("tbody .badge.bad").text()).isEqualTo("Failed");
        Document one = browser.page(list.select("td a.lead").attr("href"));
        assertThat(one.select(".timeline strong").eachText()).containsExactlyInAnyOrder("Answered 500", "No answer");
        assertThat(one.select(".timeline").text()).contains(HOSTILE, "connection refused");
        assertThat(one.select("#payload-text").text()).contains("\"subject\" : \"" + HOSTILE + "\"");
        assertThat(one.select("main script")).isEmpty();
        assertThat(browser.get(one.select("a:contains(Export CSV)").attr("href"))
                        .body())
                .contains("2026-01-01T12:00:00Z,0,12,connection refused");
        assertThat(browser.get(HERE + "/" + id + "?format=csv").body())
                .contains(message + ",email.sent,Failed,2026-01-01T12:00:00Z");
    }

    @Test
    void showsDeliveriesOfOneStatus() {
        String id = webhook();
        String failed = message(id, "failed");
        String taken = message(id, "success");
        Document only = browser.page(HERE + "/" + id + "?status=failed");
        assertThat(only.select("tbody .badge").eachText()).containsExactly("Failed");
        assertThat(only.select("#status option[selected]").text()).isEqualTo("Failed");
        assertThat(browser.get(HERE + "/" + id + "?status=failed&format=csv").body())
                .contains(failed)
                .doesNotContain(taken);
        assertThat(browser.page(HERE + "/" + id + "?status=pending")
                        .select("#sent")
                        .text())
                .startsWith("None of them");
        assertThat(browser.page(HERE + "/" + id + "?status=nonsense").select("tbody tr"))
                .hasSize(2);
    }

    @Test
    void goesBackToTheBeginningWhereADeliveryHasGoneOn() {
        String id = webhook();
        String gone = SvixId.MESSAGE.parse(message(id, "success")).orElseThrow().toString();
        message(id, "failed");
        Document page = browser.page(HERE + "/" + id + "?status=failed&after=" + gone);
        assertThat(page.select("tbody .badge").eachText()).containsExactly("Failed");
    }

    @Test
    void listsAreLive() {
        String id = webhook();
        message(id, "failed");
        assertThat(browser.page(HERE).select("[data-live]").attr("data-live")).isEqualTo(HERE + "/live");
        Document page = browser.page(HERE + "/" + id + "?status=failed");
        assertThat(page.select("[data-live]").attr("data-live")).isEqualTo(HERE + "/" + id + "/live?status=failed");
        try (var endpoints = browser.lines(HERE + "/live");
                var deliveries = browser.lines(HERE + "/" + id + "/live?status=failed")) {
            assertThat(endpoints
                            .filter(line -> line.contains("https://acme.test/in"))
                            .findFirst())
                    .isPresent();
            assertThat(deliveries.filter(line -> line.contains("email.sent")).findFirst())
                    .isPresent();
        }
    }

    @Test
    void sendsOneEventAgain() {
        String id = webhook();
        String path = HERE + "/" + id + "/events/" + message(id, "failed");
        Document again = browser.submit(browser.page(path), path + "/replay");
        assertThat(again.select(".flash").text()).contains("sent again");
        assertThat(again.select("main .head .badge").text()).isEqualTo("Waiting");
    }

    @Test
    void sendsARangeAgain() {
        String id = webhook();
        String path = HERE + "/" + id;
        message(id, "failed");
        message(id, "success");
        Document page = browser.page(path);
        assertThat(browser.submit(page, path + "/replay").select(".flash").text())
                .isEqualTo("1 event is sent again.");
        assertThat(browser.submit(page, path + "/replay", "succeeded", "yes", "type", "email.bounced")
                        .select(".flash")
                        .text())
                .startsWith("No event");
        Document refused = browser.submit(page, path + "/replay", "since", "2025-01-01T00:00");
        assertThat(refused.select(".notice.bad").text()).startsWith("Events are kept for 30 days");
        assertThat(refused.select("#since").attr("value")).isEqualTo("2025-01-01T00:00");
        assertThat(browser.submit(page, path + "/replay", "since", "soon")
                        .select(".notice.bad")
                        .text())
                .startsWith("Say from when");
        assertThat(browser.submit(page, path + "/replay", "until", "2025-12-31T01:00")
                        .select(".notice.bad")
                        .text())
                .startsWith("The beginning must be before");
    }

    @Test
    void deletesAnEndpoint() {
        String path = HERE + "/" + webhook();
        assertThat(browser.submit(browser.page(path), path + "/delete")
                        .select(".empty h2")
                        .text())
                .isEqualTo("No endpoints yet");
        assertThat(browser.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void hasNothingOfOtherTeams() {
        String foreign = webhook(new Caller(world, world.newKey()));
        String path = HERE + "/" + foreign;
        String event = "/events/" + message(foreign, "failed");
        for (String one : List.of(path, path + event, HERE + "/no-id", path + "/events/no-id"))
            assertThat(browser.get(one).statusCode()).as(one).isEqualTo(404);
        for (String one :
                List.of("", "/enable", "/disable", "/secret", "/rotate", "/delete", "/replay", event + "/replay"))
            assertThat(browser.post(path + one).statusCode()).as(one).isEqualTo(404);
        String own = HERE + "/" + webhook();
        assertThat(browser.get(own + event).statusCode()).isEqualTo(404);
        assertThat(browser.post(own + event + "/replay").statusCode()).isEqualTo(404);
    }

    @Test
    void letsViewersLook() {
        String id = webhook();
        String path = HERE + "/" + id;
        String event = path + "/events/" + message(id, "failed");
        try (var viewer = Browser.of(world, key, Role.VIEWER)) {
            assertThat(viewer.page(path).select("main form[method=post]")).isEmpty();
            assertThat(viewer.page(event).select("main form")).isEmpty();
            assertThat(viewer.get(HERE + "/new").statusCode()).isEqualTo(403);
            for (String one : List.of("", "/enable", "/disable", "/secret", "/rotate", "/delete", "/replay"))
                assertThat(viewer.post(path + one).statusCode()).as(one).isEqualTo(403);
            assertThat(viewer.post(event + "/replay").statusCode()).isEqualTo(403);
        }
    }
}
