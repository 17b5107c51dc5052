package dev.pennypost.api.share;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills `{{names}}` of a template. Every value is text and is escaped, except where it is HTML already and says so by
/// its type.
record Html(String markup) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    static final Html NOTHING = new Html("");

    static Html fill(String template, Map<String, Object> values) {
        return new Html(PLACE.matcher(template).replaceAll(place -> {
            Object value = values.get(place.group(1));
            if (value == null) throw new IllegalArgumentException("nothing for " + place.group());
            return Matcher.quoteReplacement(value instanceof Html(var ready) ? ready : escaped(value.toString()));
        }));
    }

    /// A sentence in which names and values stand between backticks.
    static Html quoting(String sentence) {
        return new Html(QUOTED.matcher(escaped(sentence)).replaceAll("<code>$1</code>"));
    }

    static Html all(Iterable<Html> parts) {
        var markup = new StringBuilder();
        for (Html part : parts) markup.append(part.markup());
        return new Html(markup.toString());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
