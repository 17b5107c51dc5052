package dev.pennypost.emails;

import dev.pennypost.domains.DomainId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which of a team's emails are wanted: those that fit everything that is given.
///
/// @param recipient a part of what stands in to, cc or bcc, such as an address or its domain; its case does not matter
/// @param subject words that the subject must all have, whole or in part; their case does not matter
/// @param statuses the latest that happened; empty for any
/// @param domain from which they were sent
/// @param tag that they carry
/// @param from when they were accepted at the earliest
/// @param to before which they were accepted
public record EmailFilter(
        @Nullable String recipient,
        @Nullable String subject,
        Set<LastEvent> statuses,
        @Nullable DomainId domain,
        @Nullable Tag tag,
        @Nullable Instant from,
        @Nullable Instant to) {
    /// Every email.
    public static final EmailFilter ALL = new EmailFilter(null, null, Set.of(), null, null, null, null);

    public EmailFilter {
        statuses = Set.copyOf(statuses);
    }

    /// Whether every email fits.
    public boolean isEmpty() {
        return equals(ALL);
    }

    /// A tag by its name.
    ///
    /// @param value null for any
    public record Tag(String name, @Nullable String value) {
        /// Reads `name` or `name:value`.
        public static Tag parse(String text) {
            int colon = text.indexOf(':');
            return colon < 0 ? new Tag(text, null) : new Tag(text.substring(0, colon), text.substring(colon + 1));
        }
    }
}
