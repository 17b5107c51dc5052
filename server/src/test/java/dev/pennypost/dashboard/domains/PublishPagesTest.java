package dev.pennypost.dashboard.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.domains.writer.FakeCloudflare;
import java.io.IOException;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Has a DNS host write records, over HTTP.
class PublishPagesTest {
    private static final String LIST = "/dashboard/domains";

    private final FakeCloudflare host = new FakeCloudflare();
    private final GoldenWorld world = new GoldenWorld(host.endpoints());
    private final Browser browser = Browser.of(world, world.newKey(), Role.OWNER);
    private String path = "";
    private Document form = new Document("");

    PublishPagesTest() throws IOException {}

    @BeforeEach
    void addDomain() {
        path = browser.submit(browser.page(LIST + "/new"), LIST + "/new", "name", "acme.test")
                .expectFirst(".tabs a")
                .attr("href");
        form = browser.page(path + "/publish?host=cloudflare");
    }

    @AfterEach
    void close() {
        browser.close();
        world.close();
        host.close();
    }

    private Document preview(String token) {
        return browser.submit(form, path + "/publish/preview", "token", token);
    }

    @Test
    void showsEveryChangeBeforeItIsMade() {
        host.put("send.acme.test", "TXT", "v=spf1 include:a.example -all");
        Document shown = preview(FakeCloudflare.TOKEN);
        assertThat(shown.select("#diff h3").text()).isEqualTo("What changes in acme.test");
        assertThat(shown.select("#diff .compare").text()).contains("include:a.example", "include:spf.mta.test");
        assertThat(shown.html()).doesNotContain(FakeCloudflare.TOKEN);
        assertThat(host.served("send.acme.test", "MX")).isEmpty();
    }

    @Test
    void makesTheChangesThatWereShown() {
        String diff =
                preview(FakeCloudflare.TOKEN).expectFirst("input[name=diff_id]").val();
        var made = browser.post(
                path + "/publish/apply", "host", "cloudflare", "token", FakeCloudflare.TOKEN, "diff_id", diff);
        assertThat(made.statusCode()).isEqualTo(303);
        assertThat(host.served("send.acme.test", "MX")).containsExactly("10 feedback.mta.test");
        assertThat(host.served("send.acme.test", "TXT")).anyMatch(text -> text.contains("include:spf.mta.test"));
        assertThat(preview(FakeCloudflare.TOKEN).select("#diff h3").text())
                .isEqualTo("Nothing has to change in acme.test");
    }

    @Test
    void makesNoChangesThatWereNotShown() {
        String diff =
                preview(FakeCloudflare.TOKEN).expectFirst("input[name=diff_id]").val();
        host.put("send.acme.test", "TXT", "v=spf1 include:a.example -all");
        var refused = browser.post(
                path + "/publish/apply", "host", "cloudflare", "token", FakeCloudflare.TOKEN, "diff_id", diff);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(host.served("send.acme.test", "MX")).isEmpty();
    }

    @Test
    void saysWhatTheHostHasAgainstAToken() {
        Document refused = preview("wr0ng-of-somebody");
        assertThat(refused.select("[role=alert]").text()).contains("does not accept this. Copy the token again");
        assertThat(refused.html()).doesNotContain("wr0ng-of-somebody");
    }
}
