package dev.pennypost.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The distribution's Chromium, and what is looked for on every page: errors on its console, serious violations that
/// axe-core finds, content wider than the screen. Screenshots go to the build's output.
final class Chromium implements AutoCloseable {
    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final Path AXE = Pennypost.ROOT.resolve("e2e/node/node_modules/axe-core/axe.min.js");
    /// No tool fixes these by itself, and people are stopped by them.
    private static final List<String> GRAVE = List.of("serious", "critical");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// Skips the test, and says so, where the browser or the checker is not installed.
    static Chromium open() {
        Tools.require("chromium");
        Tools.require(Files.exists(AXE), "axe-core is not installed: cd e2e/node && npm ci");
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(Tools.path("chromium")))
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
        return new Chromium(playwright, browser);
    }

    /// A window of its own, with its own cookies; what its console complains of is kept.
    Page window(int width, ColorScheme scheme) {
        return watched(browser.newContext(options(width, scheme)));
    }

    /// A window that is signed in as another one is.
    Page window(int width, ColorScheme scheme, Page signedIn) {
        return watched(browser.newContext(
                options(width, scheme).setStorageState(signedIn.context().storageState())));
    }

    /// One without scripts.
    Page plainWindow(Page signedIn) {
        return watched(browser.newContext(options(1280, ColorScheme.LIGHT)
                .setJavaScriptEnabled(false)
                .setStorageState(signedIn.context().storageState())));
    }

    private static Browser.NewContextOptions options(int width, ColorScheme scheme) {
        return new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme);
    }

    private Page watched(BrowserContext context) {
        Page page = context.newPage();
        page.setDefaultTimeout(30_000);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) complaints.add(page.url() + ": " + message.text());
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    /// What is wrong with a page as it stands, beside what its console said before; a picture of it is kept.
    List<String> flaws(Page page, String name) {
        try {
            Files.createDirectories(SHOTS);
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(SHOTS.resolve(name.replaceAll("[^A-Za-z0-9-]+", "_") + ".png")));
            page.evaluate(Files.readString(AXE));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        var flaws = new ArrayList<String>();
        flaws.addAll(violations(page, name));
        boolean tooWide = (boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth + 1");
        if (tooWide) flaws.add(name + " is wider than the screen");
        return flaws;
    }

    private static List<String> violations(Page page, String name) {
        Object found = page.evaluate("""
                grave => axe.run(document).then(result => result.violations
                    .filter(one => grave.includes(one.impact))
                    .map(one => one.id + ': ' + one.nodes.map(node => node.html).slice(0, 3).join(' ')))""", GRAVE);
        return ((List<?>) found).stream().map(one -> name + ": " + one).toList();
    }

    /// What consoles said so far.
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
