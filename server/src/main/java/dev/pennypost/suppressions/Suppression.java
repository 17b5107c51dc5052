package dev.pennypost.suppressions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A recipient that a team's emails are kept from.
///
/// @param source the email that bounced or was complained about; null when the team itself said so
/// @param diagnostic what the recipient's server said, such as `smtp; 550 5.1.1 user unknown`; null when it said
/// nothing
public record Suppression(
        SuppressionId id,
        Recipient recipient,
        Origin origin,
        @Nullable UUID source,
        @Nullable String diagnostic,
        Instant createdAt) {
    SuppressionEvent.Facts facts() {
        return new SuppressionEvent.Facts(
                id.value(), recipient.team().value(), recipient.email(), origin, source, createdAt);
    }
}
