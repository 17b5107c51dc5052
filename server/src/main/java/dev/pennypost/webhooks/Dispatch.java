package dev.pennypost.webhooks;

import java.util.UUID;

/// A message that was leased, with what it takes to send it.
///
/// @param failures how often it has been tried in vain
record Dispatch(UUID message, WebhookId webhook, String endpoint, byte[] sealedSecret, String payload, int failures) {}
