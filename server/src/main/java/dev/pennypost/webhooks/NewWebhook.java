package dev.pennypost.webhooks;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/// An endpoint that a team wishes for.
///
/// @param events the types it wants, at least one
/// @param domains of the team, whose events it wants; empty for every event
/// @param ordered whether messages about one thing leave one after another
public record NewWebhook(String endpoint, List<String> events, Set<UUID> domains, boolean ordered) {
    public NewWebhook {
        events = events.stream().distinct().toList();
        domains = Set.copyOf(domains);
    }

    /// An endpoint for events of every domain, in no order.
    public NewWebhook(String endpoint, List<String> events) {
        this(endpoint, events, Set.of(), false);
    }
}
