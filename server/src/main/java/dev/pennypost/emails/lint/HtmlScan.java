package dev.pennypost.emails.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the HTML of an email holds, as far as receivers care. One pass over at most [#MOST] characters, without a tree;
/// each character is looked at a fixed number of times, however broken the HTML is.
final class HtmlScan {
    /// Gmail shows no more than a fifth of this.
    static final int MOST = 512 * 1024;

    /// Below this many letters and digits there is next to no text.
    static final int ENOUGH_TEXT = 40;

    private static final int MOST_LINKS = 1_000;
    private static final int LONGEST_LINK = 2_000;
    private static final int LONGEST_NAME = 16;
    private static final Set<String> ACTIVE = Set.of("script", "iframe", "object", "embed", "form");
    private static final Set<String> NOT_SHOWN = Set.of("script", "style", "title");

    private final String html;
    private final int end;
    private int at;

    private final List<String> links = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private int letters;
    private int images;
    private int imagesWithoutAlt;
    private int embeddedImages;
    private @Nullable String active;

    HtmlScan(String html) {
        this.html = html;
        this.end = Math.min(html.length(), MOST);
        while (at < end) node();
    }

    /// Where links lead to, in their order; not all of very many.
    List<String> links() {
        return List.copyOf(links);
    }

    /// Where images come from, likewise.
    List<String> sources() {
        return List.copyOf(sources);
    }

    boolean isOnlyImages() {
        return images > 0 && letters < ENOUGH_TEXT;
    }

    int imagesWithoutAlt() {
        return imagesWithoutAlt;
    }

    int embeddedImages() {
        return embeddedImages;
    }

    /// The first element that mail programs take out; null when there is none.
    @Nullable
    String active() {
        return active;
    }

    private void node() {
        int open = html.indexOf('<', at);
        if (open < 0 || open > end) open = end;
        text(open);
        at = open + 1;
        if (at >= end) return;
        char next = html.charAt(at);
        if (html.startsWith("!--", at)) at = after("-->");
        else if (next == '/' || next == '!' || next == '?') at = after(">");
        else if (isLetter(next)) element();
    }

    private void text(int to) {
        while (at < to && letters < ENOUGH_TEXT) {
            char c = html.charAt(at);
            if (c == '&') at = entityEnd(to);
            else if (Character.isLetterOrDigit(c)) letters++;
            at++;
        }
        at = to;
    }

    /// At the semicolon of an entity, or where it stands when it is none.
    private int entityEnd(int to) {
        for (int i = at + 1; i < Math.min(to, at + 12); i++) if (html.charAt(i) == ';') return i;
        return at;
    }

    private void element() {
        String name = name();
        if (active == null && ACTIVE.contains(name)) active = name;
        boolean isImage = name.equals("img");
        boolean hasAlt = false;
        for (Attribute found = attribute(); found != null; found = attribute()) {
            if (found.isNamed("alt")) hasAlt = true;
            else if (isImage && found.isNamed("src")) source(found.value);
            else if (found.isNamed("href") && (name.equals("a") || name.equals("area"))) add(found.value, links);
        }
        if (isImage) images++;
        if (isImage && !hasAlt) imagesWithoutAlt++;
        if (NOT_SHOWN.contains(name)) skipPast(name);
    }

    private void source(String value) {
        if (value.regionMatches(true, 0, "data:", 0, 5)) embeddedImages++;
        else add(value, sources);
    }

    private static void add(String value, List<String> list) {
        if (list.size() < MOST_LINKS) list.add(value);
    }

    private String name() {
        int from = at;
        while (at < end && !isSpace(html.charAt(at)) && html.charAt(at) != '>' && html.charAt(at) != '/') at++;
        return html.substring(from, Math.min(at, from + LONGEST_NAME)).toLowerCase(Locale.ROOT);
    }

    /// @param value cut off where it is longer than any link
    private record Attribute(String name, String value) {
        boolean isNamed(String other) {
            return name.equals(other);
        }
    }

    /// The next attribute, or null behind the end of the tag.
    private @Nullable Attribute attribute() {
        while (at < end && (isSpace(html.charAt(at)) || html.charAt(at) == '/')) at++;
        if (at >= end) return null;
        if (html.charAt(at) == '>') {
            at++;
            return null;
        }
        int from = at;
        while (at < end && !isSpace(html.charAt(at)) && "=>/".indexOf(html.charAt(at)) < 0) at++;
        String name = html.substring(from, Math.min(at, from + LONGEST_NAME)).toLowerCase(Locale.ROOT);
        skipSpace();
        if (at >= end || html.charAt(at) != '=') return new Attribute(name, "");
        at++;
        skipSpace();
        return new Attribute(name, value());
    }

    private String value() {
        if (at >= end) return "";
        char quote = html.charAt(at);
        if (quote == '"' || quote == '\'') {
            int from = ++at;
            at = after(String.valueOf(quote));
            return cut(from, at == end && html.charAt(end - 1) != quote ? end : at - 1);
        }
        int from = at;
        while (at < end && !isSpace(html.charAt(at)) && html.charAt(at) != '>') at++;
        return cut(from, at);
    }

    private String cut(int from, int to) {
        return html.substring(from, Math.max(from, Math.min(to, from + LONGEST_LINK)))
                .strip();
    }

    /// What stands between the tags of these is not shown.
    private void skipPast(String name) {
        for (at = after("</"); at < end; at = after("</")) {
            if (html.regionMatches(true, at, name, 0, name.length())) {
                at = after(">");
                return;
            }
        }
    }

    private void skipSpace() {
        while (at < end && isSpace(html.charAt(at))) at++;
    }

    /// Behind the next such text, or the end.
    private int after(String text) {
        int found = html.indexOf(text, at);
        return found < 0 ? end : Math.min(end, found + text.length());
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
    }
}
