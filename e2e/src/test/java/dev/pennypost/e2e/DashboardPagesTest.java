package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every page that can be reached by following links, on a phone and on a screen, in light and in dark.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DashboardPagesTest {
    private static final int MOST = 80;

    private Pennypost pennypost;
    private Chromium chromium;

    @BeforeAll
    void start(@TempDir Path temp) {
        chromium = Chromium.open();
        pennypost = Pennypost.dev(temp.resolve("data"));
        fill();
    }

    @AfterAll
    void stop() {
        if (chromium != null) chromium.close();
        if (pennypost != null) pennypost.close();
    }

    @Test
    void arePleasantToEverybodyEverywhere() {
        Page desk = chromium.window(1280, ColorScheme.LIGHT);
        SignUp.in(desk, pennypost);
        Map<String, String> pages = reachable(desk);
        assertThat(pages).hasSizeGreaterThan(20);
        var flaws = new ArrayList<String>();
        for (int width : new int[] {1280, 375}) {
            for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page window = chromium.window(width, scheme, desk);
                pages.forEach((shape, path) -> flaws.addAll(look(window, shape, path, width, scheme)));
                window.context().close();
            }
        }
        assertThat(flaws).isEmpty();
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void areReadableWithoutScripts() {
        Page desk = chromium.window(1280, ColorScheme.LIGHT);
        SignUp.in(desk, pennypost);
        Page plain = chromium.plainWindow(desk);
        plain.navigate(pennypost.url() + "/dashboard/domains");
        plain.getByText("acme.test").first().click();
        assertThat(plain.locator("h1").textContent()).contains("acme.test");
        plain.context().close();
    }

    private List<String> look(Page window, String shape, String path, int width, ColorScheme scheme) {
        Response answer = window.navigate(pennypost.url() + path);
        String name = shape + "-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT);
        var flaws = new ArrayList<>(chromium.flaws(window, name));
        if (answer == null || answer.status() != 200)
            flaws.add(path + " answers " + (answer == null ? "nothing" : answer.status()));
        return flaws;
    }

    /// One path for each shape of path, found as somebody would who clicks every link.
    private Map<String, String> reachable(Page page) {
        var found = new LinkedHashMap<String, String>();
        var next = new ArrayDeque<>(List.of("/dashboard"));
        while (!next.isEmpty() && found.size() < MOST) {
            String path = next.poll();
            if (found.putIfAbsent(shape(path), path) != null) continue;
            page.navigate(pennypost.url() + path);
            List<?> links = (List<?>) page.evaluate("""
                    () => [...document.querySelectorAll('a[href^="/dashboard"]:not([download])')]
                        .map(link => link.getAttribute('href').split('#')[0])""");
            for (Object link : links) if (isPage(link.toString())) next.add(link.toString());
        }
        return found;
    }

    private static boolean isPage(String link) {
        return !link.contains("format=")
                && !link.contains("/export")
                && !link.contains("/attachments/")
                && !link.contains("/raw");
    }

    private static String shape(String path) {
        return path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27,}", "id")
                .replaceAll("(after|before)=[^&]*", "$1")
                .replaceAll("/msg_[A-Za-z0-9]+", "/msg");
    }

    /// A team with a little of everything.
    private void fill() {
        pennypost.verifiedDomain("acme.test");
        pennypost.post("/domains", "{\"name\":\"broken.test\"}");
        pennypost.post(
                "/webhooks",
                "{\"endpoint\":\"http://127.0.0.1:9/hook\",\"events\":[\"email.sent\",\"email.delivered\"]}");
        pennypost.post("/templates", """
                {"name":"Welcome","alias":"welcome","subject":"Hello {{{NAME}}}","html":"<p>Hello {{{NAME}}}</p>",
                 "variables":[{"key":"NAME","type":"string","fallback_value":"friend"}]}""");
        for (String to : List.of("delivered@resend.dev", "bounced@resend.dev", "ada@dest.test"))
            pennypost.email("""
                    {"from":"Acme <hello@acme.test>","to":"%s","subject":"<script>alert(1)</script> & more",
                     "html":"<h1>Hello</h1><p><a href='https://example.com/'>link</a></p>","text":"Hello",
                     "tags":[{"name":"kind","value":"welcome"}]}""".formatted(to));
    }
}
