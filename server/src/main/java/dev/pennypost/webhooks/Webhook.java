package dev.pennypost.webhooks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An endpoint of a customer and the events it wants.
///
/// @param events the types it wants, as the dialect spells them; null for every type
public record Webhook(
        WebhookId id, String endpoint, @Nullable List<String> events, WebhookStatus status, Instant createdAt) {
    public Webhook {
        events = events == null ? null : List.copyOf(events);
    }

    boolean wants(String type) {
        return events == null || events.contains(type);
    }
}
