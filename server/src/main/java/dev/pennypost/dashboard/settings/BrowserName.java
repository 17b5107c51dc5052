package dev.pennypost.dashboard.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What people call the browser that a `User-Agent` (RFC 9110 §10.1.5) is of, such as “Firefox on Windows”. Browsers
/// pose as each other, so the order matters: whoever poses is asked for first.
final class BrowserName {
    private static final SequencedMap<String, String> BROWSERS = inOrder(
            "Edg/", "Edge",
            "OPR/", "Opera",
            "SamsungBrowser/", "Samsung Internet",
            "Firefox/", "Firefox",
            "FxiOS/", "Firefox",
            "Chrome/", "Chrome",
            "CriOS/", "Chrome",
            "Safari/", "Safari");
    private static final SequencedMap<String, String> SYSTEMS = inOrder(
            "iPhone", "iPhone",
            "iPad", "iPad",
            "Android", "Android",
            "Windows", "Windows",
            "Mac OS X", "macOS",
            "CrOS", "ChromeOS",
            "Linux", "Linux");

    private BrowserName() {}

    /// The name; of what poses as nothing we know, what it says itself.
    static String of(String userAgent) {
        if (userAgent.isEmpty()) return "An unknown program";
        Optional<String> browser = first(BROWSERS, userAgent);
        Optional<String> system = first(SYSTEMS, userAgent);
        return browser.map(name -> system.map(on -> name + " on " + on).orElse(name))
                .orElse(userAgent);
    }

    private static Optional<String> first(SequencedMap<String, String> signs, String text) {
        return signs.entrySet().stream()
                .filter(sign -> text.contains(sign.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static SequencedMap<String, String> inOrder(String... signsAndNames) {
        var all = new LinkedHashMap<String, String>();
        for (int i = 0; i < signsAndNames.length; i += 2) all.put(signsAndNames[i], signsAndNames[i + 1]);
        return all;
    }
}
