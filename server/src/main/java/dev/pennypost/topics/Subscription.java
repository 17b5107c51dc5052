package dev.pennypost.topics;

import java.util.Locale;

/// Whether a recipient gets emails of a topic. As a topic's default: whether those do who chose nothing (contract §18).
public enum Subscription {
    /// As a default: everybody who did not opt out.
    OPT_IN,
    /// As a default: nobody who did not opt in.
    OPT_OUT;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Subscription fromColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
