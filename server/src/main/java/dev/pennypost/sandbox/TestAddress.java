package dev.pennypost.sandbox;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a mailbox of the sandbox does with mail, by its local part and in every domain; `+label` makes no difference.
/// Every other mailbox takes its mail, as do `delivered@`, `complained@` and `suppressed@`: what these two stand for
/// happens after delivery and before it, not in the exchanger.
enum TestAddress {
    /// There is no such user: refused for good.
    BOUNCED,
    /// Refuses each message once, for now.
    DELAYED,
    /// Takes its mail.
    ACCEPTED;

    static TestAddress of(String mailbox) {
        return switch (name(mailbox)) {
            case "bounced" -> BOUNCED;
            case "delayed" -> DELAYED;
            case null, default -> ACCEPTED;
        };
    }

    private static @Nullable String name(String mailbox) {
        int at = mailbox.lastIndexOf('@');
        if (at < 0) return null;
        String local = mailbox.substring(0, at).toLowerCase(Locale.ROOT);
        int plus = local.indexOf('+');
        return plus < 0 ? local : local.substring(0, plus);
    }
}
