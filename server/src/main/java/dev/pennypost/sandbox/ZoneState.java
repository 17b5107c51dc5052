package dev.pennypost.sandbox;

import java.util.Locale;

/// What the zone of an added domain holds.
enum ZoneState {
    /// Every record of the domain's plan.
    PUBLISHED,
    /// No record but SOA and NS.
    WITHHELD,
    /// What somebody put there.
    CUSTOM;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException for a word that is none
    static ZoneState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
