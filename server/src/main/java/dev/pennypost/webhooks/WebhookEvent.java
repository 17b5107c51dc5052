package dev.pennypost.webhooks;

import dev.pennypost.storage.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Something that happened to a webhook.
public sealed interface WebhookEvent extends Event {
    /// We disabled it. It hears nothing of that itself.
    ///
    /// @param host of its endpoint, whose path and query may hold secrets
    record WebhookDisabled(
            UUID webhookId, UUID teamId, String host, Disabled.Reason reason, Instant disabledAt, Instant failingSince)
            implements WebhookEvent {}

    /// Every kind of event, for the outbox.
    static List<Class<? extends Event>> kinds() {
        return List.of(WebhookDisabled.class);
    }
}
