package dev.pennypost.dashboard.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.dashboard.Caller;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeysPagesTest {
    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Caller api = new Caller(world, key);
    private final Browser browser = Browser.of(world, key, Role.DEVELOPER);

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    @Test
    void showsATokenOnceAndThenOnlyTheKey() {
        Document made = browser.submit(
                browser.page("/dashboard/api-keys/new"),
                "/dashboard/api-keys",
                "name",
                "shop",
                "permission",
                "sending",
                "expires",
                "30");
        String token = made.select(".copy code").text();
        assertThat(token).startsWith("re_");
        assertThat(api.call("GET", "/api-keys", "").toString()).contains("\"shop\"");

        Document list = browser.page("/dashboard/api-keys");
        assertThat(list.text()).contains("shop", "Sending only", "All domains").doesNotContain(token);
        Document one = browser.page(list.expectFirst("td a.lead:contains(shop)").attr("href"));
        assertThat(one.select("h1").text()).isEqualTo("shop");
        assertThat(one.text()).contains("31 Jan").doesNotContain(token);
    }

    @Test
    void bindsAKeyForSendingToADomain() {
        String domain = api.made("/domains", "{\"name\":\"acme.test\"}");
        Document form = browser.page("/dashboard/api-keys/new");
        Document refused =
                browser.submit(form, "/dashboard/api-keys", "name", "x", "permission", "full", "domain", domain);
        assertThat(refused.select("#domain-error").text()).startsWith("Only a key for sending");
        assertThat(refused.select("#domain option[selected]").text()).isEqualTo("acme.test");

        browser.submit(form, "/dashboard/api-keys", "name", "x", "permission", "sending", "domain", domain);
        assertThat(browser.page("/dashboard/api-keys")
                        .select("td[data-label=Domain]")
                        .eachText())
                .contains("acme.test");
        Document foreign = browser.submit(
                form,
                "/dashboard/api-keys",
                "name",
                "x",
                "permission",
                "sending",
                "domain",
                "0190b6c4-0000-7000-8000-000000000000");
        assertThat(foreign.select("#domain-error").text()).startsWith("This domain was removed");
    }

    @Test
    void refusesNamesThatSayNothingOrTooMuch() {
        Document form = browser.page("/dashboard/api-keys/new");
        assertThat(browser.submit(form, "/dashboard/api-keys", "name", " ", "permission", "full")
                        .select("#name-error"))
                .isNotEmpty();
        Document refused = browser.submit(form, "/dashboard/api-keys", "name", "n".repeat(51), "permission", "full");
        assertThat(refused.select("#name-error").text()).contains("50 characters");
        assertThat(refused.select("#name").attr("value")).hasSize(51);
    }

    @Test
    void renamesAndRevokes() {
        String path = "/dashboard/api-keys/" + api.made("/api-keys", "{\"name\":\"old\"}");
        Document renamed = browser.submit(browser.page(path), path, "name", "new");
        assertThat(renamed.select("h1").text()).isEqualTo("new");
        assertThat(renamed.select(".flash").text()).contains("new");
        Document refused = browser.submit(renamed, path, "name", "");
        assertThat(refused.select("#name-error")).isNotEmpty();
        Document list = browser.submit(browser.page(path), path + "/revoke");
        assertThat(list.select("td a.lead").eachText()).doesNotContain("new");
        assertThat(browser.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void showsNamesAsText() {
        api.made("/api-keys", "{\"name\":\"<script>alert(1)</script>\"}");
        Document list = browser.page("/dashboard/api-keys");
        assertThat(list.text()).contains("<script>alert(1)</script>");
        assertThat(list.select("td script")).isEmpty();
    }

    @Test
    void exportsTheList() {
        api.made("/api-keys", "{\"name\":\"=1+1\"}");
        assertThat(browser.get("/dashboard/api-keys?format=csv").body())
                .startsWith("id,name,permission,domain,created_at,last_used_at,expires_at\r\n")
                .contains(",'=1+1,Full access,All domains,");
    }

    @Test
    void hasNothingOfOtherTeams() {
        String foreign =
                "/dashboard/api-keys/" + new Caller(world, world.newKey()).made("/api-keys", "{\"name\":\"x\"}");
        assertThat(browser.get(foreign).statusCode()).isEqualTo(404);
        assertThat(browser.get("/dashboard/api-keys/no-id").statusCode()).isEqualTo(404);
        assertThat(browser.post(foreign, "name", "mine").statusCode()).isEqualTo(404);
        assertThat(browser.post(foreign + "/revoke").statusCode()).isEqualTo(404);
    }

    @Test
    void letsViewersLook() {
        String path = "/dashboard/api-keys/" + api.made("/api-keys", "{\"name\":\"x\"}");
        try (var viewer = Browser.of(world, key, Role.VIEWER)) {
            assertThat(viewer.page("/dashboard/api-keys").select("main a[href$=/new]"))
                    .isEmpty();
            assertThat(viewer.page(path).select("main form")).isEmpty();
            assertThat(viewer.get("/dashboard/api-keys/new").statusCode()).isEqualTo(403);
            assertThat(viewer.post("/dashboard/api-keys", "name", "x").statusCode())
                    .isEqualTo(403);
            assertThat(viewer.post(path + "/revoke").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void tellsOfOneKeyOverTheApi() {
        String domain = api.made("/domains", "{\"name\":\"acme.test\"}");
        String id = api.made(
                "/api-keys", "{\"name\":\"x\",\"permission\":\"sending_access\",\"domain_id\":\"" + domain + "\"}");
        var one = api.call("GET", "/api-keys/" + id, "");
        assertThat(one.get("permission").stringValue()).isEqualTo("sending_access");
        assertThat(one.get("domain_id").stringValue()).isEqualTo(domain);
        assertThat(new Caller(world, world.newKey())
                        .call("GET", "/api-keys/" + id, "")
                        .get("statusCode")
                        .intValue())
                .isEqualTo(404);
    }
}
