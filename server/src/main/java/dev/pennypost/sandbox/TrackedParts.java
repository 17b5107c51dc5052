package dev.pennypost.sandbox;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// The addresses in a mail's HTML that count who visits them.
///
/// @param images loaded as the mail is shown
/// @param links followed when a person clicks; not those that no person sees
record TrackedParts(List<String> images, List<String> links) {
    /// Where the product serves them.
    private static final String PREFIX = "/t/";

    static TrackedParts of(@Nullable String html) {
        if (html == null) return new TrackedParts(List.of(), List.of());
        Document document = Jsoup.parse(html);
        return new TrackedParts(
                document.select("img[src]").eachAttr("src").stream()
                        .filter(TrackedParts::isTracked)
                        .toList(),
                document.select("a[href]").stream()
                        .filter(TrackedParts::isSeen)
                        .map(link -> link.attr("href"))
                        .filter(TrackedParts::isTracked)
                        .toList());
    }

    private static boolean isSeen(Element link) {
        String style = link.attr("style").toLowerCase(Locale.ROOT);
        return !style.replace(" ", "").contains("display:none");
    }

    private static boolean isTracked(String address) {
        return path(address).isPresent();
    }

    /// The path of such an address; empty for any other.
    static Optional<String> path(String address) {
        try {
            String path = URI.create(address.strip()).getRawPath();
            return Optional.ofNullable(path).filter(one -> one.startsWith(PREFIX));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
