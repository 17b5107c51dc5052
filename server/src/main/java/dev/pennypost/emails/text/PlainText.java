package dev.pennypost.emails.text;

import java.nio.charset.StandardCharsets;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/// The text alternative of HTML: what a reader sees of it, as lines. Links are `text [url]`, list items have `-` or
/// their
/// number, a table's row is a line of cells between bars, images are their alt texts.
///
/// Takes time linear in the length of the HTML; neither its nesting nor its mistakes can make it fail. Of more than
/// half a million elements, which no email has, those behind are left out.
public final class PlainText {
    /// What is nested deeper is read as if it were not.
    private static final int DEEPEST = 512;

    private static final int MOST_ELEMENTS = 500_000;

    private PlainText() {}

    /// The text, with `\n` between lines of up to 998 octets (RFC 5322 §2.1.1) and none at the end. Empty when the HTML
    /// shows no text.
    public static String of(String html) {
        Document document = document(html);
        var rendering = new Rendering(HiddenClasses.of(document));
        document.filter(rendering);
        return writable(rendering.text());
    }

    private static Document document(String html) {
        try (var parser = new StreamParser(Parser.htmlParser().setMaxDepth(DEEPEST))) {
            var elements = parser.parse(html, "").iterator();
            for (int i = 0; i < MOST_ELEMENTS && elements.hasNext(); i++) elements.next();
            return parser.document();
        }
    }

    /// Halves of characters, which no encoding can write, become `?`.
    private static String writable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
