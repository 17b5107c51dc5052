package dev.pennypost.webhooks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event on its way to one webhook, as the team is shown it.
///
/// @param nextAttemptAt null when it is settled, waits for another one, or belongs to a disabled endpoint
/// @param payload the text that is sent
public record WebhookMessage(Summary summary, @Nullable Instant nextAttemptAt, String payload) {
    /// A message without what it says.
    ///
    /// @param createdAt when the event happened
    public record Summary(UUID id, String type, Instant createdAt, MessageStatus status) {}
}
