package dev.pennypost.delivery;

import java.util.Locale;

/// Where a delivery stands. [DeliveryLife] has what leads from one to another.
public enum DeliveryState {
    /// It is due, or becoming due, and nobody has it.
    WAITING("due; nobody has it"),
    /// A node has it in memory: it waits for its turn there, or is being attempted.
    ATTEMPTING("leased by a node: in its memory, waiting for its turn or being attempted"),
    /// It is not to be attempted before a time.
    DEFERRED("an attempt was put off, or its site is not to be asked yet; the next comes at `due`"),
    /// An operator has paused it.
    HELD("an operator has paused it; not attempted before it is resumed"),
    /// The destination took responsibility.
    DELIVERED("the destination took responsibility"),
    /// It will not be attempted again.
    BOUNCED("no further attempt"),
    /// It is not made, because its recipient is suppressed.
    SUPPRESSED("not made, because its recipient is suppressed"),
    /// It is not made, because its recipient does not want it.
    FAILED("not made, because its recipient does not want it"),
    /// An operator has ended it.
    CANCELED("an operator has ended it");

    private final String meaning;

    DeliveryState(String meaning) {
        this.meaning = meaning;
    }

    /// As it stands in the database and in answers.
    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String meaning() {
        return meaning;
    }

    /// @throws IllegalArgumentException when nothing is spelled so
    public static DeliveryState spelled(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
