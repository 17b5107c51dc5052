package dev.pennypost.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How an endpoint is doing.
///
/// @param failingSince the first failure since the last success; null when there was none
/// @param previousSecretUntil until when deliveries are signed with the secret before the current one too; null when
///     they are not
public record WebhookHealth(
        @Nullable Instant failingSince, @Nullable Instant previousSecretUntil) {
    /// Of an endpoint that nothing is known of.
    public static final WebhookHealth WELL = new WebhookHealth(null, null);
}
