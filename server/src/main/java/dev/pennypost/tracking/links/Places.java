package dev.pennypost.tracking.links;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/// The places in the HTML of an email where tracking puts something. The HTML is only ever cut and joined there; a
/// parser
/// tells the places and never writes, so all else stays as it was, octet for octet.
public final class Places {
    /// Larger HTML is left alone.
    public static final int LARGEST = 2_000_000;

    /// The links of an email with more are left alone.
    public static final int MOST_LINKS = 1_000;

    private static final Set<String> MARKS = Set.of("data-no-track", "data-pennypost-no-track", "ses:no-track");

    private final String html;
    private final List<Link> links;
    private final int start;
    private final int end;

    private Places(String html, List<Link> links, int start, int end) {
        this.html = html;
        this.links = links;
        this.start = start;
        this.end = end;
    }

    /// The value of a `href`, without its quotes.
    private record Link(int from, int to, String target) {}

    /// Finds the places.
    ///
    /// @param alone addresses that are never tracked: those by which people unsubscribe
    /// @return empty when the HTML is too large to look at
    public static Optional<Places> of(String html, Set<String> alone) {
        if (html.length() > LARGEST) return Optional.empty();
        Document document = Parser.htmlParser().setTrackPosition(true).parseInput(html, "");
        List<Link> links = links(html, document, alone);
        return Optional.of(
                new Places(html, links.size() > MOST_LINKS ? List.of() : links, start(document), end(html, document)));
    }

    private static List<Link> links(String html, Document document, Set<String> alone) {
        // Misnested tags make several elements of one; it stands in one place.
        var links = new TreeMap<Integer, Link>();
        for (Element element : document.select("a[href], area[href]")) {
            if (isMarked(element)) continue;
            Link link = link(html, element, alone);
            if (link != null) links.put(link.from, link);
        }
        return List.copyOf(links.values());
    }

    private static @Nullable Link link(String html, Element element, Set<String> alone) {
        String href = element.attr("href");
        Optional<String> target = Target.of(href);
        if (target.isEmpty() || alone.contains(Target.read(href))) return null;
        Range range = element.attributes().sourceRange("href").valueRange();
        if (!range.isTracked()) return null;
        String written = html.substring(range.startPos(), range.endPos());
        // Should the parser ever be wrong about where it read something, nothing is cut there.
        if (!Parser.unescapeEntities(written, true).equals(href)) return null;
        return new Link(range.startPos(), range.endPos(), target.get());
    }

    private static boolean isMarked(Element element) {
        return MARKS.stream().anyMatch(element::hasAttr)
                || element.attr("clicktracking").equalsIgnoreCase("off")
                || List.of(element.attr("rel").toLowerCase(Locale.ROOT).split("\\s+", -1))
                        .contains("unsubscribe");
    }

    /// Behind the tag that opens the body; -1 where there is none.
    private static int start(Document document) {
        Range tag = document.body().sourceRange();
        return tag.isTracked() && !tag.isImplicit() ? tag.endPos() : -1;
    }

    /// Before the tag that closes the body, else at the end.
    private static int end(String html, Document document) {
        Range tag = document.body().endSourceRange();
        return tag.isTracked() && !tag.isImplicit() ? tag.startPos() : html.length();
    }

    /// The HTML with every link replaced.
    ///
    /// @param link makes an address that needs no escaping in an attribute, quoted or not; null for the one there
    /// is
    /// @param first markup for the beginning of the body
    /// @param last markup for its end
    public String splice(Function<String, @Nullable String> link, String first, String last) {
        var cuts = new ArrayList<Cut>(links.size() + 2);
        cuts.add(new Cut(end, end, last));
        cuts.add(start < 0 ? new Cut(end, end, first) : new Cut(start, start, first));
        for (Link one : links) {
            String other = link.apply(one.target);
            if (other != null) cuts.add(new Cut(one.from, one.to, other));
        }
        cuts.sort(Comparator.comparingInt(Cut::from));
        var spliced = new StringBuilder(html.length() + cuts.size() * 200);
        int written = 0;
        for (Cut cut : cuts) {
            spliced.append(html, written, cut.from).append(cut.text);
            written = cut.to;
        }
        return spliced.append(html, written, html.length()).toString();
    }

    private record Cut(int from, int to, String text) {}
}
