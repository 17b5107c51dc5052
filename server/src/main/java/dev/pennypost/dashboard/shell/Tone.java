package dev.pennypost.dashboard.shell;

import java.util.Locale;

/// How something stands, in colour. A word always stands beside it.
public enum Tone {
    GOOD,
    WAIT,
    BAD,
    CALM;

    /// The class of the stylesheet.
    public String css() {
        return name().toLowerCase(Locale.ROOT);
    }
}
