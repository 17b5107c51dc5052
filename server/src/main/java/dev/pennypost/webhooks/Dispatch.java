package dev.pennypost.webhooks;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message that was leased, with what it takes to send it.
///
/// @param sealedPrevious the secret before, while it is still good; null for none
/// @param failures how often it has been tried in vain
/// @param about what others are in order with it by; null when none are
record Dispatch(
        UUID message,
        WebhookId webhook,
        String endpoint,
        byte[] sealedSecret,
        byte @Nullable [] sealedPrevious,
        String payload,
        int failures,
        @Nullable UUID about) {}
