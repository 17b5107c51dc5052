package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A window of a browser, and what it complains about.
final class Window implements AutoCloseable {
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final String AXE = Chromium.script("axe-core/axe.min.js");
    private static final Set<String> GRAVE = Set.of("serious", "critical");
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Window(BrowserContext context) {
        this.context = context;
        this.page = context.newPage();
        page.onConsoleMessage(this::hear);
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        show(Look.WIDE_LIGHT);
    }

    /// Refused scripts and styles are reported here as well.
    private void hear(ConsoleMessage message) {
        if (message.type().equals("error") || message.type().equals("warning"))
            complaints.add(page.url() + ": " + message.text() + " (" + message.location() + ")");
    }

    Page page() {
        return page;
    }

    void show(Look look) {
        page.setViewportSize(look.width(), look.height());
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.scheme()));
    }

    void fill(String label, String text) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
    }

    void press(String button) {
        byName(AriaRole.BUTTON, button).click();
    }

    void follow(String link) {
        byName(AriaRole.LINK, link).click();
    }

    private Locator byName(AriaRole role, String name) {
        return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    /// Waits until the page shows a text.
    Locator seen(String text) {
        Locator found = page.getByText(text).first();
        found.waitFor();
        return found;
    }

    /// Keeps a picture of the whole page.
    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    /// Looks at the page on a screen: keeps a picture, and tells what is wrong with it there.
    List<String> examine(Look look, String name) {
        show(look);
        picture(name + "-" + look.suffix());
        var wrong = new ArrayList<>(graveViolations());
        int beyond = ((Number)
                        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .intValue();
        if (beyond > 0) wrong.add("is " + beyond + " pixels too wide");
        return wrong.stream()
                .map(one -> page.url() + " (" + look.suffix() + ") " + one)
                .toList();
    }

    private List<String> graveViolations() {
        if (page.evaluate("typeof axe").equals("undefined")) page.evaluate(AXE);
        var found = (List<?>) page.evaluate("""
            rules => axe.run(document, { runOnly: rules }).then(result => result.violations.map(one => ({
              impact: one.impact, id: one.id, where: one.nodes.map(node => node.target.join(' ')).join(', ') })))""", RULES);
        return found.stream()
                .map(one -> (Map<?, ?>) one)
                .filter(one -> GRAVE.contains(String.valueOf(one.get("impact"))))
                .map(one -> one.get("impact") + " " + one.get("id") + " at " + one.get("where"))
                .toList();
    }

    /// @param but an address that only an email shown in a frame wants, which is not loaded on purpose
    void assertQuiet(String but) {
        assertThat(complaints)
                .as("what the console says")
                .allMatch(complaint -> !but.isEmpty() && complaint.contains(but));
    }

    @Override
    public void close() {
        context.close();
    }
}
