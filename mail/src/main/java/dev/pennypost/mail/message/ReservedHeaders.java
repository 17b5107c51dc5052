package dev.pennypost.mail.message;

import java.util.Locale;
import java.util.Set;

/// The header fields that are not a sender's to set, because we write them or because only relays may.
public final class ReservedHeaders {
    private static final Set<String> NAMES = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "dkim-signature",
            "received",
            "return-path");

    private ReservedHeaders() {}

    /// Whether the field of this name, in any case, is reserved. `Reply-To` is not: it is refused beside a message's
    /// own reply addresses only.
    public static boolean contains(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || lower.startsWith("content-");
    }
}
