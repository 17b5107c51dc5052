package dev.pennypost.emails.text;

import java.nio.charset.StandardCharsets;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/// The text alternative of HTML: what a reader sees of it, as lines. Links are `text [url]`, list items have `-` or their
/// number, a table's row is a line of cells between bars, images are their alt texts.
///
/// Takes time linear in the length of the HTML, and neither its nesting nor its mistakes can make it fail. For the time
/// of the call, the tree of hostile HTML takes up to 50 octets of memory for each character.
public final class PlainText {
    /// What is nested deeper is read as if it were not.
    private static final int DEEPEST = 512;

    private PlainText() {}

    /// The text, with `\n` between lines of up to 998 octets (RFC 5322 §2.1.1) and none at the end. Empty when the HTML
    /// shows no text.
    public static String of(String html) {
        Document document = Parser.htmlParser().setMaxDepth(DEEPEST).parseInput(writable(html), "");
        var rendering = new Rendering(HiddenClasses.of(document));
        document.filter(rendering);
        return rendering.text();
    }

    /// Halves of characters, which no encoding can write, become `?`.
    private static String writable(String html) {
        return new String(html.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
