package dev.pennypost.dashboard.shell;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// Addresses of pages.
public final class Paths {
    /// Where the dashboard is mounted.
    public static final String MOUNT = "/dashboard";

    private Paths() {}

    /// The path with a query; values that are empty are left out.
    public static String with(String path, Map<String, String> query) {
        String asked = query.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return asked.isEmpty() ? path : path + "?" + asked;
    }

    /// Where a form leads back to: a page of ours, or home. Anything else would be an open redirect.
    public static String inside(String path) {
        boolean ours = path.equals(MOUNT) || path.startsWith(MOUNT + "/");
        return ours && path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\') ? path : MOUNT;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
