package dev.pennypost.dashboard.emails;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.emails.LastEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How an email stands, in a word and a colour.
///
/// @param key as filters name it
record Status(String key, String word, Tone tone) {
    static Status of(LastEvent event) {
        String name = event.name().toLowerCase(Locale.ROOT);
        String words = name.replace('_', ' ');
        return new Status(name, Character.toUpperCase(words.charAt(0)) + words.substring(1), tone(event));
    }

    static List<Status> all() {
        return Arrays.stream(LastEvent.values()).map(Status::of).toList();
    }

    private static Tone tone(LastEvent event) {
        return switch (event) {
            case DELIVERED, OPENED, CLICKED -> Tone.GOOD;
            case SENT, DELIVERY_DELAYED -> Tone.WAIT;
            case BOUNCED, COMPLAINED, SUPPRESSED, FAILED -> Tone.BAD;
            case QUEUED, SCHEDULED, CANCELED -> Tone.CALM;
        };
    }
}
