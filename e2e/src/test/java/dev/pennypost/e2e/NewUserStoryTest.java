package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.pennypost.testkit.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first quarter of an hour with Pennypost, in a browser.
final class NewUserStoryTest {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    @Test
    void aNewUserMendsAMistakeInDnsAndSendsTheFirstEmail(@TempDir Path scratch) {
        Chromium.require();
        Tools.require("curl");
        try (var server = Pennypost.dev(scratch.resolve("data"));
                var chromium = Chromium.start();
                var window = chromium.window()) {
            NewUser.signUp(window, server.url());
            window.seen("Your first email");
            window.picture("story-1-home");

            addDomain(window);
            publishWithMistake(server);
            seeWhatIsWrong(window);
            publishAsShown(server, window);
            seeItVerified(window);

            String id = sendWithTheSnippet(window);
            server.awaitLastEvent(id, "delivered");
            seeItDelivered(window);
            readItInTheMailbox(window);
            window.assertQuiet("");
        }
    }

    @Test
    void aBrowserWithoutScriptsDoesTheSame(@TempDir Path scratch) {
        Chromium.require();
        try (var server = Pennypost.dev(scratch.resolve("data"));
                var chromium = Chromium.start();
                var window = chromium.windowWithoutScripts()) {
            NewUser.signUp(window, server.url());
            addDomain(window);
            server.post("/sandbox/dns/shop.test/publish", "");
            window.press("Check now");
            Eventually.holds("shop.test verified on the page", () -> {
                window.page().reload();
                return window.page().locator(".head .badge").textContent().equals("Verified");
            });

            window.follow("API keys");
            window.follow("Create a key");
            window.fill("Name", "the shop");
            window.press("Create the key");
            window.seen("It is shown this once.");
            window.follow("Done");
            window.follow("the shop");
            window.page().getByText("Revoke").first().click();
            window.press("Revoke the key");
            assertThat(window.page().getByText("the shop").count()).isZero();
            window.assertQuiet("");
        }
    }

    private static void addDomain(Window window) {
        window.follow("Add a domain");
        window.fill("Domain", "shop.test");
        window.press("Add the domain");
        window.seen("Signature (DKIM)");
        window.picture("story-2-domain");
    }

    /// What the colleague with the DNS password does, who typed the key.
    private static void publishWithMistake(Pennypost server) {
        server.post("/sandbox/dns/shop.test/publish", "");
        server.put("/sandbox/dns/shop.test", Zones.withForeignKey(server.text("/sandbox/dns/shop.test")));
    }

    /// Nobody loads the page again: what is found comes by itself.
    private static void seeWhatIsWrong(Window window) {
        window.press("Check now");
        window.seen("This is almost the right key");
        assertThat(window.page().locator("#todo ~ article mark").allTextContents())
                .as("the characters that differ")
                .hasSize(2)
                .allMatch(mark -> mark.length() == 1);
        window.picture("story-3-mistake");
    }

    /// The value that the page offers for copying is what makes it right.
    private static void publishAsShown(Pennypost server, Window window) {
        String value = window.page()
                .locator("article.record", new Page.LocatorOptions().setHasText("Signature"))
                .locator(".entry .long code")
                .textContent();
        server.put("/sandbox/dns/shop.test", Zones.withKey(server.text("/sandbox/dns/shop.test"), value));
    }

    private static void seeItVerified(Window window) {
        window.press("Check now");
        window.page()
                .locator(".head .badge", new Page.LocatorOptions().setHasText("Verified"))
                .waitFor();
        window.picture("story-4-verified");
    }

    /// Runs the program that the page shows for the terminal.
    ///
    /// @return the id of the email
    private static String sendWithTheSnippet(Window window) {
        window.follow("Home");
        window.press("Make a key");
        window.seen("It is shown this once.");
        window.picture("story-5-key");
        Locator code = window.page().locator("#code-curl");
        var sent = Tools.run(Path.of("."), Map.of(), "sh", "-c", code.textContent());
        assertThat(sent.exitCode()).as(sent.printed()).isZero();
        var id = ID.matcher(sent.printed());
        assertThat(id.find()).as(sent.printed()).isTrue();
        return id.group(1);
    }

    private static void seeItDelivered(Window window) {
        window.follow("Emails");
        window.follow("ada@shop.test");
        window.seen("Delivered");
        window.picture("story-6-email");
    }

    private static void readItInTheMailbox(Window window) {
        window.follow("Sandbox mailbox");
        window.follow("Hello");
        assertThat(window.page()
                        .frameLocator("iframe.mail")
                        .getByText("It works.")
                        .textContent())
                .isEqualTo("It works.");
        for (String check : List.of("SPF", "DKIM", "DMARC"))
            assertThat(window.page()
                            .locator("p.bar", new Page.LocatorOptions().setHasText(check))
                            .first()
                            .textContent())
                    .as(check)
                    .contains("pass");
        window.picture("story-7-mailbox");
    }
}
