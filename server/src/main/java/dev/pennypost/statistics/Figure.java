package dev.pennypost.statistics;

import java.util.Locale;

/// Something that is counted, once for each recipient that it happens to; opens and clicks each time. What nothing
/// counts yet (receiving, unsubscribing) is zero. Opens and clicks are people's, never machines'; the unique ones count
/// an email and recipient once. Totals of days have a column for each: a new one needs a migration.
public enum Figure {
    RECEIVED,
    DELIVERED,
    COMPLAINED,
    SUPPRESSED,
    BOUNCED_TRANSIENT,
    BOUNCED_PERMANENT,
    BOUNCED_UNDETERMINED,
    OPENED,
    CLICKED,
    UNSUBSCRIBED,
    DELIVERY_DELAYED,
    FAILED,
    SENT,
    UNIQUE_OPENED,
    UNIQUE_CLICKED;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Figure fromColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
