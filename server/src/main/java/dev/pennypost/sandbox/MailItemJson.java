package dev.pennypost.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A mail in a list.
record MailItemJson(
        UUID id,
        String mailFrom,
        List<String> rcptTo,
        @Nullable String subject,
        long size,
        Instant receivedAt) {
    static MailItemJson of(CaughtMail mail) {
        return new MailItemJson(
                mail.id(), mail.mailFrom(), mail.rcptTo(), mail.subject(), mail.size(), mail.receivedAt());
    }
}
