package dev.pennypost.emails;

import java.util.Locale;

/// The latest that happened to an email.
public enum LastEvent {
    QUEUED,
    SCHEDULED,
    SENT,
    DELIVERED,
    DELIVERY_DELAYED,
    BOUNCED,
    COMPLAINED,
    OPENED,
    CLICKED,
    SUPPRESSED,
    FAILED,
    CANCELED;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static LastEvent fromColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
