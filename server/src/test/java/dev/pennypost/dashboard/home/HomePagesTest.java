package dev.pennypost.dashboard.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.dashboard.Caller;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HomePagesTest {
    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Browser browser = Browser.of(world, key, Role.OWNER);

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    @Test
    void leadsAnEmptyTeamToItsFirstEmail() {
        Document page = browser.page("/dashboard");
        assertThat(page.title()).isEqualTo("Home · Pennypost");
        assertThat(page.select("ol.steps > li").eachText()).hasSize(3);
        assertThat(page.select("a[href=/dashboard/domains/new]")).isNotEmpty();
        assertThat(page.select("pre").eachText()).allMatch(code -> code.contains("re_…") || code.contains("swaks"));
    }

    @Test
    void putsAFreshKeyIntoThePrograms() {
        Document page = browser.submit(browser.page("/dashboard"), "/dashboard/start");
        String made = page.expectFirst(".copy code").text();
        assertThat(made).startsWith("re_");
        assertThat(page.select("pre").eachText()).allMatch(code -> code.contains(made));
        assertThat(browser.page("/dashboard").text()).doesNotContain(made);
    }

    @Test
    void namesEndpointsThatOnlyFail() {
        String id = new Caller(world, key)
                .made("/webhooks", "{\"endpoint\":\"https://acme.test/in\",\"events\":[\"email.sent\"]}");
        assertThat(browser.page("/dashboard").select(".notice")).isEmpty();
        world.database()
                .useTransaction(tx -> tx.handle()
                        .createUpdate("update webhooks set failing_since = :now where id = :id")
                        .bind("now", world.now())
                        .bind("id", UUID.fromString(id))
                        .execute());
        assertThat(browser.page("/dashboard").select(".notice.wait a").text())
                .isEqualTo("The webhook at acme.test takes nothing");
    }
}
