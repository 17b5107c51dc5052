package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether every page can be read: on a wide screen and on a phone, light and dark, and by those who do not see it.
final class DashboardPagesTest {
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=/)[A-Za-z0-9_-]{22,}");

    /// What belongs to one of many: of these, one of each is enough.
    private static final Pattern CHOSEN = Pattern.compile("=[^&]*");

    private static Chromium chromium;
    private static Pennypost server;

    @BeforeAll
    static void start(@TempDir Path scratch) {
        Chromium.require();
        server = Pennypost.dev(scratch.resolve("data"));
        FilledTeam.of(server);
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) chromium.close();
        if (server != null) server.close();
    }

    @Test
    void everyPageIsGoodOnEveryScreen() {
        try (var window = chromium.window()) {
            var wrong = new ArrayList<String>();
            Map<String, String> strangers = new LinkedHashMap<>();
            strangers.put("setup", "/dashboard/setup");
            wrong.addAll(look(window, strangers));
            NewUser.signUp(window, server.url());
            Map<String, String> pages = lookAround(window, wrong);
            assertThat(pages.keySet())
                    .contains(
                            "home",
                            "emails",
                            "emails-id",
                            "domains-id",
                            "domains-id-keys",
                            "webhooks-id",
                            "mailbox-id",
                            "queue")
                    .hasSizeGreaterThan(40);
            assertThat(wrong).isEmpty();
            window.assertQuiet(FilledTeam.IMAGE);
        }
    }

    @Test
    void pagesForWhoIsNotSignedInAreGoodOnEveryScreen() {
        try (var window = chromium.window()) {
            Map<String, String> pages = Map.of(
                    "sign-in", "/dashboard/sign-in",
                    "forgotten", "/dashboard/reset",
                    "unknown-invitation", "/dashboard/invitation/nobody-knows-this",
                    "unknown-reset", "/dashboard/reset/nobody-knows-this");
            assertThat(look(window, pages)).isEmpty();
        }
    }

    /// Follows every link from the home page on, one of each shape.
    private static Map<String, String> lookAround(Window window, List<String> wrong) {
        Map<String, String> found = new LinkedHashMap<>();
        Queue<Map.Entry<String, String>> open = new ArrayDeque<>();
        found.put("home", "/dashboard");
        open.add(Map.entry("home", "/dashboard"));
        while (!open.isEmpty()) {
            var next = open.remove();
            wrong.addAll(look(window, Map.of(next.getKey(), next.getValue())));
            for (String link : links(window.page()))
                if (found.putIfAbsent(shape(link), link) == null) open.add(Map.entry(shape(link), link));
        }
        return found;
    }

    private static List<String> look(Window window, Map<String, String> pages) {
        var wrong = new ArrayList<String>();
        pages.forEach((name, path) -> {
            Response answer = window.page().navigate(server.url() + path);
            if (answer.status() >= 500) wrong.add(path + " answers " + answer.status());
            for (Look look : Look.values()) wrong.addAll(window.examine(look, name));
        });
        return wrong;
    }

    private static List<String> links(Page page) {
        var found = (List<?>) page.evaluate("""
            () => [...document.querySelectorAll('a[href]:not([download])')].map(link => link.href)""");
        return found.stream()
                .map(link -> URI.create(String.valueOf(link)))
                .filter(link -> link.toString().startsWith(server.url() + "/dashboard"))
                .filter(link -> !isFile(link))
                .map(link -> link.getQuery() == null ? link.getRawPath() : link.getRawPath() + "?" + link.getRawQuery())
                .distinct()
                .toList();
    }

    private static boolean isFile(URI link) {
        return link.getPath().endsWith(".csv")
                || String.valueOf(link.getQuery()).contains("format=");
    }

    /// The same for pages that differ only in what they are about.
    private static String shape(String link) {
        String path = link.equals("/dashboard") ? "home" : link.substring("/dashboard/".length());
        String alike = ID.matcher(CHOSEN.matcher(path).replaceAll("")).replaceAll("id");
        return alike.replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
    }
}
