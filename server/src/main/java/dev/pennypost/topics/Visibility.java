package dev.pennypost.topics;

import java.util.Locale;

/// Who is shown a topic on the page where people choose what they want.
public enum Visibility {
    /// Everybody.
    PUBLIC,
    /// Those who have opted in.
    PRIVATE;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Visibility fromColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
