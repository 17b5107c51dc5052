package dev.pennypost.suppressions;

import java.util.Locale;

/// Why a recipient is suppressed.
public enum Origin {
    /// An email came back, and always would.
    BOUNCE,
    /// The recipient called an email spam.
    COMPLAINT,
    /// The team said so.
    MANUAL;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Origin fromColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
