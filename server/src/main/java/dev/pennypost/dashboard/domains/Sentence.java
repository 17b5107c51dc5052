package dev.pennypost.dashboard.domains;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A sentence in which names and values stand between backticks, cut into what is text and what is code.
record Sentence(List<Piece> pieces) {
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    record Piece(String text, boolean isCode) {}

    static Sentence of(String text) {
        var pieces = new ArrayList<Piece>();
        Matcher quoted = QUOTED.matcher(text);
        int end = 0;
        while (quoted.find()) {
            plain(pieces, text.substring(end, quoted.start()));
            pieces.add(new Piece(quoted.group(1), true));
            end = quoted.end();
        }
        plain(pieces, text.substring(end));
        return new Sentence(List.copyOf(pieces));
    }

    private static void plain(List<Piece> pieces, String text) {
        if (!text.isEmpty()) pieces.add(new Piece(text, false));
    }
}
