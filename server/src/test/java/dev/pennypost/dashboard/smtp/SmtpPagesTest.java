package dev.pennypost.dashboard.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.dashboard.Caller;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpPagesTest {
    private final GoldenWorld world = new GoldenWorld();
    private final String key = world.newKey();
    private final Browser browser = Browser.of(world, key, Role.DEVELOPER);

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    @Test
    void saysWhatAMailProgramIsToldAndHowCommonOnesAre() {
        new Caller(world, key).made("/domains", "{\"name\":\"acme.test\"}");
        Document page = browser.page("/dashboard/smtp");
        assertThat(page.select("dl.facts").text()).contains("127.0.0.1", "2587", "STARTTLS", "resend");
        assertThat(page.select("pre").eachText())
                .hasSize(5)
                .allMatch(code -> code.contains("127.0.0.1") && code.contains("2587") && code.contains("re_…"));
        assertThat(page.select("pre").text()).contains("hello@acme.test");
    }

    @Test
    void makesAKeyForSendingAndPutsItIntoThePrograms() {
        Document page = browser.submit(browser.page("/dashboard/smtp"), "/dashboard/smtp");
        String token = Objects.requireNonNull(page.select(".copy code").last()).text();
        assertThat(token).startsWith("re_");
        assertThat(page.select("pre").eachText()).allMatch(code -> code.contains(token));
        assertThat(new Caller(world, token)
                        .call("GET", "/api-keys", "")
                        .get("name")
                        .stringValue())
                .isEqualTo("restricted_api_key");
        assertThat(browser.page("/dashboard/smtp").text()).doesNotContain(token);
    }

    @Test
    void letsViewersLook() {
        try (var viewer = Browser.of(world, key, Role.VIEWER)) {
            assertThat(viewer.page("/dashboard/smtp").select("main form")).isEmpty();
            assertThat(viewer.post("/dashboard/smtp").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void namesTheHostOfTheVisitorWhereEveryAddressIsListenedAt() {
        assertThat(Entrance.of("smtp://0.0.0.0:587", "mail.test")).isEqualTo(new Entrance("mail.test", 587, false));
        assertThat(Entrance.of("smtp://[::]:587", "mail.test").host()).isEqualTo("mail.test");
        assertThat(Entrance.of("smtps://smtp.test:465", "mail.test")).isEqualTo(new Entrance("smtp.test", 465, true));
    }

    @Test
    void tellsProgramsWhereTlsComesFirst() {
        var all = Program.all(new Entrance("smtp.test", 465, true), "re_x", "a@b.test", "c@d.test");
        assertThat(all).extracting(Program::text).anyMatch(text -> text.contains("smtp_tls_wrappermode = yes"));
        assertThat(all).extracting(Program::text).anyMatch(text -> text.contains("secure: true"));
        assertThat(all).extracting(Program::text).anyMatch(text -> text.contains("--tls-on-connect"));
        assertThat(all).extracting(Program::text).anyMatch(text -> text.contains("EMAIL_USE_SSL = True"));
        assertThat(all).extracting(Program::text).anyMatch(text -> text.contains("MAIL_SCHEME=smtps"));
    }
}
