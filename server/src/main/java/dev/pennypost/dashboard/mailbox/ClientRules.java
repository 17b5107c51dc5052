package dev.pennypost.dashboard.mailbox;

import dev.pennypost.dashboard.shell.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;

/// What HTML and CSS widespread mail programs do not show, or show otherwise.
final class ClientRules {
    private static final String OUTLOOK = "Outlook for Windows";
    private static final String GMAIL = "Gmail";

    /// One thing to look for.
    private record Rule(Predicate<Content> isFound, Note note) {}

    /// @param css every style of the mail, in lower case without spaces around colons
    private record Content(Document document, String css) {
        static Content of(Document document) {
            var css = new StringBuilder();
            document.select("style").forEach(style -> css.append(style.data()).append(';'));
            document.select("[style]").forEach(one -> css.append(one.attr("style")).append(';'));
            return new Content(
                    document, css.toString().toLowerCase(Locale.ROOT).replaceAll("\\s*([:;{}])\\s*", "$1"));
        }
    }

    private static final List<Rule> RULES = List.of(
            styled("display:(inline-)?flex", OUTLOOK, "Flexbox is not laid out", "Lay out with tables."),
            styled("display:(inline-)?grid", OUTLOOK + " and " + GMAIL, "Grid is not laid out", "Lay out with tables."),
            styled(
                    "(^|[;{\"])position:(absolute|fixed|relative|sticky)",
                    OUTLOOK + " and " + GMAIL,
                    "Positions are ignored",
                    "Let things stand where they come, or in cells of a table."),
            styled(
                    "background(-image)?:[^;}]*url\\(",
                    OUTLOOK,
                    "Background images are not shown",
                    "Give a background colour as well, so that text on it stays readable."),
            styled(
                    "(^|[;{\"])float:(left|right)",
                    OUTLOOK,
                    "Floats are ignored or misplaced",
                    "Put things beside each other in cells of a table."),
            styled("border-radius:", OUTLOOK, "Round corners are square", "Nothing, as long as it looks well without."),
            styled("box-shadow:", OUTLOOK + " and " + GMAIL, "Shadows are not shown", "Nothing, as long as it looks well without."),
            styled("(max|min)-width:", OUTLOOK, "Largest and smallest widths are ignored", "Give a table a width as well."),
            styled("var\\(--", OUTLOOK + " and " + GMAIL, "Variables of CSS are not known", "Write the values themselves."),
            styled("@import|@font-face", OUTLOOK + " and " + GMAIL, "Fonts of your own are not loaded", "Name a font that every system has after it."),
            styled("(^|[;{\"])animation(-name)?:|@keyframes", OUTLOOK + " and " + GMAIL, "Animations stand still", "Make the first picture the one that matters."),
            marked("body style, body link[rel=stylesheet]", GMAIL, "Styles in the body are taken out", "Put <style> into <head>, and what must hold into style attributes."),
            marked("link[rel=stylesheet]", "Nearly every program", "Stylesheets elsewhere are not loaded", "Put the styles into the mail."),
            marked("script", "Every program", "Scripts are taken out", "Link to a page that does what they should do."),
            marked("form, input, button, select, textarea", GMAIL + " and " + OUTLOOK, "Forms are taken out or do nothing", "Link to a page with the form."),
            marked("video, audio", OUTLOOK + " and " + GMAIL, "Video and sound are not played", "Show a picture that links to it."),
            marked("svg", GMAIL + " and " + OUTLOOK, "SVG in the text is not shown", "Use an image file, PNG for instance."),
            marked("img[src$=.webp], img[src$=.svg], img[src$=.avif]", OUTLOOK, "Images of this kind are not shown", "Use PNG or JPEG."),
            marked("img:not([width])", OUTLOOK, "Images without a width are shown in their full size", "Give each image a width attribute."),
            marked("iframe, object, embed", "Every program", "Frames are taken out", "Link to what they show."));

    private ClientRules() {}

    static List<Note> of(Document document) {
        var content = Content.of(document);
        var found = new ArrayList<Note>();
        for (Rule rule : RULES) if (rule.isFound.test(content)) found.add(rule.note);
        return List.copyOf(found);
    }

    private static Rule styled(String css, String where, String title, String remedy) {
        Predicate<String> pattern = Pattern.compile(css).asPredicate();
        return new Rule(content -> pattern.test(content.css), note(where, title, remedy));
    }

    private static Rule marked(String selector, String where, String title, String remedy) {
        return new Rule(content -> content.document.selectFirst(selector) != null, note(where, title, remedy));
    }

    private static Note note(String where, String title, String remedy) {
        return new Note(Tone.WAIT, title, where, remedy);
    }
}
