package dev.pennypost.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An endpoint of a customer and the events it wants.
///
/// @param events the types it wants, as the dialect spells them; null for every type
/// @param domains the domains whose events it wants; empty for every event, also those of no domain
/// @param ordered whether messages about one thing leave one after another
/// @param disabled when and why it is sent nothing; null while it is enabled
public record Webhook(
        WebhookId id,
        String endpoint,
        @Nullable List<String> events,
        Set<UUID> domains,
        boolean ordered,
        WebhookStatus status,
        @Nullable Disabled disabled,
        Instant createdAt) {
    public Webhook {
        events = events == null ? null : List.copyOf(events);
        domains = Set.copyOf(domains);
    }

    boolean wants(WebhookSpelling.Spelled event) {
        return (events == null || events.contains(event.type()))
                && (domains.isEmpty() || (event.domain() != null && domains.contains(event.domain())));
    }
}
