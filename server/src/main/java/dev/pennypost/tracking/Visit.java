package dev.pennypost.tracking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A visit of what tracking put into an email, as it is kept.
///
/// @param recipient the place of the recipient among those of the email, from 0
/// @param link where the link leads; null for opens, and for the link that no person sees
/// @param machine the rule by which it was a machine's; null for a person's
/// @param first whether it is the first of its kind by a person, for this email and recipient
/// @param address the visitor's IP address, as is `agent` what it says it is; null where they are not kept
public record Visit(
        int recipient,
        Kind kind,
        @Nullable String link,
        @Nullable String machine,
        boolean first,
        @Nullable String address,
        @Nullable String agent,
        Instant at) {
    /// What was visited.
    public enum Kind {
        OPEN,
        CLICK
    }
}
