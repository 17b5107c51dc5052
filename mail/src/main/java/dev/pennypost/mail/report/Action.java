package dev.pennypost.mail.report;

import java.util.Locale;
import java.util.Optional;

/// What a reporting server did with a message for one recipient (RFC 3464 §2.3.3).
public enum Action {
    FAILED,
    DELAYED,
    DELIVERED,
    /// Handed to a server that does not report on.
    RELAYED,
    /// Handed to several recipients that one stands for.
    EXPANDED;

    /// Behind the word some servers write why, in a comment.
    static Optional<Action> parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        for (Action action : values())
            if (word.startsWith(action.name().toLowerCase(Locale.ROOT))) return Optional.of(action);
        return Optional.empty();
    }
}
