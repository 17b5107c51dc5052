package dev.pennypost.emails;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The places in a text that are filled for each recipient: `{{name}}`, in the form of Handlebars. Pure.
///
/// @param values what each name stands for; a name without one stands for nothing, as in Handlebars
public record Placeholders(Map<String, String> values) {
    private static final Pattern PLACE =
            Pattern.compile("\\{\\{\\{\\s*([A-Za-z][A-Za-z0-9_]*)\\s*}}}" + "|\\{\\{\\s*([A-Za-z][A-Za-z0-9_]*)\\s*}}");

    public Placeholders {
        values = Map.copyOf(values);
    }

    /// Fills a plain text.
    public String inText(String text) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place)));
    }

    /// Fills HTML. What is filled in is text there too: it cannot bring tags or leave an attribute, unless three braces
    /// ask for it.
    public String inHtml(String html) {
        return PLACE.matcher(html)
                .replaceAll(place ->
                        Matcher.quoteReplacement(place.group(1) == null ? escaped(value(place)) : value(place)));
    }

    private String value(MatchResult place) {
        String name = place.group(1) == null ? place.group(2) : place.group(1);
        return values.getOrDefault(name, "");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
