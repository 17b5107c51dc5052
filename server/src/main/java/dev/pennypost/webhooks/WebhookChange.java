package dev.pennypost.webhooks;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is to be different about an endpoint; null for what stays.
///
/// @param events at least one
/// @param status enabling forgets what went wrong before
/// @param domains of the team; empty for every event
public record WebhookChange(
        @Nullable String endpoint,
        @Nullable List<String> events,
        @Nullable WebhookStatus status,
        @Nullable Set<UUID> domains,
        @Nullable Boolean ordered) {}
