package dev.pennypost.webhooks;

import dev.pennypost.storage.Event;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    /// @param about what it happened to, such as the email; null for nothing that has an order
    /// @param domain the team's domain it happened at; null for none
    record Spelled(
            String type,
            String json,
            @Nullable UUID about,
            @Nullable UUID domain) {
        /// An event of no domain, in no order.
        public Spelled(String type, String json) {
            this(type, json, null, null);
        }
    }
}
