package dev.pennypost.webhooks;

/// Whether an endpoint is sent anything.
public enum WebhookStatus {
    ENABLED,
    DISABLED
}
