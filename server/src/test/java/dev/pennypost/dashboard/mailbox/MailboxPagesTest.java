package dev.pennypost.dashboard.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.Role;
import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.dashboard.Browser;
import dev.pennypost.mail.dns.PublicSuffixList;
import java.util.List;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxPagesTest {
    private static final String PATH = "/dashboard/mailbox";
    private static final String MAIL = """
            From: Acme <hello@acme.test>
            To: ann@dest.test
            Subject: Welcome
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/html; charset=utf-8

            <style>p{display:flex}</style><p>Hello <script>alert(1)</script>
            <a href="http://links.test/t/abc">Start</a> <a href="https://evil.test/">www.acme.test</a>
            <a href="http://192.0.2.1/x">here</a> <img src="cid:logo"><img src="http://links.test/t/pixel" width="1" alt=""></p>
            --b
            Content-Type: image/png
            Content-ID: <logo>
            Content-Disposition: inline; filename="<b>logo.png"
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --b--
            """;

    private final KeptMail mailbox = new KeptMail();
    private final GoldenWorld world =
            new GoldenWorld(List.of(new MailboxPages(mailbox, PublicSuffixList.bundled()::registrableDomain)));
    private final String key = world.newKey();
    private final Browser browser = Browser.of(world, key, Role.OWNER);

    @AfterEach
    void close() {
        browser.close();
        world.close();
    }

    private String kept() {
        return PATH + "/" + mailbox.keep("Welcome", MAIL);
    }

    @Test
    void saysHowMailComesWhileThereIsNone() {
        assertThat(browser.page(PATH).select(".empty h2").text()).isEqualTo("No mail yet");
    }

    @Test
    void listsTheNewestFirstAndFindsSome() {
        mailbox.keep("First", MAIL);
        mailbox.keep("Second", MAIL);
        assertThat(browser.page(PATH).select("td a.lead").eachText()).containsExactly("Second", "First");
        assertThat(browser.page(PATH + "?search=fir").select("td a.lead").eachText())
                .containsExactly("First");
        assertThat(browser.page(PATH + "?search=ANN@").select("tbody tr")).hasSize(2);
        assertThat(browser.page(PATH).select("[data-live]").attr("data-live")).isEqualTo(PATH + "/live");
        assertThat(browser.get(PATH + "?format=csv").body())
                .startsWith("id,mail_from,rcpt_to,subject,size,received_at\r\n")
                .contains("ann@dest.test,First,");
    }

    @Test
    void turnsPages() {
        for (int i = 0; i < 60; i++) mailbox.keep("n" + i, MAIL);
        Document first = browser.page(PATH);
        assertThat(first.select("tbody tr")).hasSize(50);
        Document second = browser.page(first.select("a[rel=next]").attr("href"));
        assertThat(second.select("tbody tr")).hasSize(10);
        assertThat(second.select("[data-live]")).isEmpty();
        assertThat(browser.page(second.select("a[rel=prev]").attr("href")).select("tbody tr"))
                .hasSize(50);
    }

    @Test
    void showsTheHtmlInAFrameWhereNothingRuns() {
        String path = kept();
        Document page = browser.page(path);
        assertThat(page.select("iframe").attr("src")).isEqualTo(path + "/html");
        assertThat(page.select("iframe").hasAttr("sandbox")).isTrue();
        assertThat(page.select("main script")).isEmpty();
        var frame = browser.get(path + "/html");
        assertThat(frame.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("sandbox;")
                .doesNotContain("http:");
        assertThat(frame.body()).contains("src=\"data:image/png;base64,iVBORw0KGgo=\"");
        assertThat(browser.page(path + "?view=html&images=on").select("iframe").attr("src"))
                .isEqualTo(path + "/html?images=on");
        assertThat(browser.get(path + "/html?images=on")
                        .headers()
                        .firstValue("content-security-policy")
                        .orElseThrow())
                .contains("http:");
    }

    @Test
    void showsSourceHeadersAndAttachments() {
        String path = kept();
        assertThat(browser.page(path + "?view=source").select("pre").text()).contains("boundary=b");
        assertThat(browser.page(path + "?view=headers").select("dt").eachText()).contains("Subject", "MIME-Version");
        Document attachments = browser.page(path + "?view=attachments");
        assertThat(attachments.select("li.panel strong").text()).isEqualTo("<b>logo.png");
        var file = browser.get(path + "/attachments/1");
        assertThat(file.headers().firstValue("content-disposition").orElseThrow())
                .isEqualTo("attachment; filename=\"_b_logo.png\"");
        assertThat(browser.get(path + "/attachments/2").statusCode()).isEqualTo(404);
        assertThat(browser.get(path + "/attachments/x").statusCode()).isEqualTo(404);
        assertThat(browser.get(path + "/raw").body()).startsWith("From: Acme");
    }

    @Test
    void saysWhereLinksLead() {
        Document links = browser.page(kept() + "?view=links");
        assertThat(links.select("li.panel")).hasSize(4);
        assertThat(links.select("li.panel").get(0).text()).contains("Counts the click");
        assertThat(links.select("li.panel").get(1).text())
                .contains("The text names www.acme.test, and the link leads to evil.test");
        assertThat(links.select("li.panel").get(2).text())
                .contains("http, not https")
                .contains("Names a server by its IP address");
        assertThat(links.select("li.panel").get(3).text()).contains("Counts that the mail was opened");
    }

    @Test
    void saysWhatReceiversAndProgramsMakeOfIt() {
        Document hints = browser.page(kept() + "?view=hints");
        assertThat(hints.select(".notice strong").eachText())
                .contains("There is HTML and no plain text.", "Flexbox is not laid out", "Scripts are taken out");
        assertThat(hints.select(".notice").text()).contains("In Outlook for Windows");
    }

    @Test
    void explainsTheVerdicts() {
        mailbox.judge(new CaughtMailbox.Verdicts("softfail", "fail", "none"));
        Document page = browser.page(kept());
        assertThat(page.select("[aria-labelledby=checks] .badge").eachText())
                .containsExactly("softfail", "fail", "none");
        assertThat(page.select("[aria-labelledby=checks]").text()).contains("The signature does not fit");
    }

    @Test
    void playsWhatRecipientsDo() {
        String path = kept();
        for (String act : List.of("open", "click", "bounce", "complain"))
            assertThat(browser.post(path + "/play", "act", act).statusCode()).isEqualTo(303);
        browser.submit(browser.page(path + "?view=links"), path + "/play", "act", "click");
        assertThat(mailbox.played())
                .containsExactly("OPEN", "CLICK", "BOUNCE", "COMPLAIN", "CLICK http://links.test/t/abc");
        assertThat(browser.post(path + "/play", "act", "dance").statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhyNothingWasPlayed() {
        String path = kept();
        mailbox.playsTo(CaughtMailbox.Played.NOTHING_TRACKED);
        var refused = browser.post(path + "/play", "act", "open");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("The mail carries nothing that counts this.");
    }

    @Test
    void deletesAll() {
        String path = kept();
        Document after = browser.submit(browser.page(PATH), PATH + "/clear");
        assertThat(after.select(".flash").text()).isEqualTo("Every mail was deleted.");
        assertThat(browser.get(path).statusCode()).isEqualTo(404);
        assertThat(browser.get(PATH + "/" + UUID.randomUUID() + "/raw").statusCode())
                .isEqualTo(404);
    }

    @Test
    void letsAViewerLookOnly() {
        String path = kept();
        try (var viewer = Browser.of(world, key, Role.VIEWER)) {
            assertThat(viewer.page(path).select("form[action$=/play]")).isEmpty();
            assertThat(viewer.page(PATH).select("form[action$=/clear]")).isEmpty();
            assertThat(viewer.post(path + "/play", "act", "open").statusCode()).isEqualTo(403);
            assertThat(viewer.post(PATH + "/clear").statusCode()).isEqualTo(403);
        }
        assertThat(mailbox.played()).isEmpty();
    }

    @Test
    void showsScriptAsText() {
        String script = "<script>alert(1)</script>";
        UUID id = mailbox.keep(script, MAIL.replace("Subject: Welcome", "Subject: " + script + "\nX-A: " + script));
        for (String view : List.of("", "?view=html", "?view=text", "?view=source", "?view=headers", "?view=links")) {
            Document page = browser.page(PATH + "/" + id + view);
            assertThat(page.select("main script")).isEmpty();
            assertThat(page.select("h1").text()).isEqualTo(script);
        }
        assertThat(browser.page(PATH).select("main script")).isEmpty();
    }

    @Test
    void tellsAnOpenListWhatComes() throws Exception {
        mailbox.keep("Welcome", MAIL);
        try (var lines = browser.lines(PATH + "/live")) {
            assertThat(lines.filter(line -> line.contains("Welcome")).findFirst())
                    .isPresent();
        }
    }
}
