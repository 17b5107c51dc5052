package dev.pennypost.dashboard.queue;

import dev.pennypost.delivery.control.Verb;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What something would be done to, before it is.
///
/// @param deliveries to how many, at most
/// @param underWay how many that are meant are being attempted, and go on
/// @param refused why it is not done; null when it can be
/// @param reason what was filled in for a pause
/// @param badReason what is wrong with that; null for nothing
/// @param grown whether it would be done to more than was shown before
record DryRun(
        Verb verb,
        Wanted wanted,
        long deliveries,
        long underWay,
        @Nullable String refused,
        String reason,
        @Nullable String badReason,
        boolean grown) {
    String title() {
        return Words.title(verb);
    }

    String meaning() {
        return Words.meaning(verb);
    }

    String name() {
        return verb.name().toLowerCase(Locale.ROOT);
    }

    boolean needsReason() {
        return verb == Verb.PAUSE;
    }

    /// Whether there is anything to do; what is paused may come later.
    boolean isPossible() {
        return refused == null && (deliveries > 0 || underWay > 0 || verb == Verb.PAUSE);
    }

    boolean isFinal() {
        return verb == Verb.CANCEL;
    }

    String count() {
        return Overview.grouped(deliveries);
    }

    String many() {
        return deliveries == 1 ? "1 delivery" : count() + " deliveries";
    }

    /// As the form of the search calls a field.
    String label(String field) {
        return switch (field) {
            case "recipient_domain" -> "Recipients at";
            case "domain" -> "Sent from";
            default -> field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
        };
    }

    String back() {
        return wanted.link(QueuePages.DELIVERIES);
    }
}
