package dev.pennypost.webhooks;

import dev.pennypost.storage.Event;
import java.time.Instant;
import java.util.Optional;

/// How a dialect spells events for its customers' endpoints.
@FunctionalInterface
public interface WebhookSpelling {
    /// The event in the dialect's words; empty when the dialect does not tell of it.
    ///
    /// @param at when it happened
    Optional<Spelled> spell(Event event, Instant at);

    /// An event as it is sent.
    ///
    /// @param type such as `email.bounced`
    /// @param json the whole payload
    record Spelled(String type, String json) {}
}
