package dev.pennypost.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Debian's Chromium, driven by Playwright.
final class Chromium implements AutoCloseable {
    private static final Path PACKAGES = Pennypost.ROOT.resolve("e2e/node/node_modules");

    /// Root needs the first one, and a machine without the internet the others.
    private static final List<String> OPTIONS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static void require() {
        Tools.require("chromium");
        NodeScripts.require("playwright-core");
        NodeScripts.require("axe-core");
    }

    static Chromium start() {
        System.setProperty("playwright.cli.dir", driver().toString());
        var playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", Tools.path("node"), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var options = new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of(Tools.path("chromium")))
                .setArgs(OPTIONS);
        return new Chromium(playwright, playwright.chromium().launch(options));
    }

    /// The layout that Playwright expects of its driver, made of the package that npm brought.
    private static Path driver() {
        try {
            Path made = Files.createDirectories(Path.of("target/playwright")).toAbsolutePath();
            Path inside = made.resolve("package");
            if (!Files.exists(inside)) Files.createSymbolicLink(inside, PACKAGES.resolve("playwright-core"));
            return made;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The text of a script in an npm package.
    static String script(String path) {
        try {
            return Files.readString(PACKAGES.resolve(path));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// A window of somebody who was never here.
    Window window() {
        return new Window(browser.newContext());
    }

    /// The same where scripts are switched off.
    Window windowWithoutScripts() {
        return new Window(browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false)));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
