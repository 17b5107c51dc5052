package dev.pennypost.webhooks;

import java.util.UUID;

/// Identifies a customer's webhook endpoint.
public record WebhookId(UUID value) {
    /// What its secret is sealed for.
    String secretContext() {
        return "webhook:" + value;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
