package dev.pennypost.webhooks;

import dev.pennypost.config.Key;

/// Settings of webhook deliveries.
public record WebhooksConfig(
        @Key(value = "Deliver webhooks to loopback and private addresses.", or = "false")
        boolean privateAddresses,

        @Key(value = "Accept endpoints with http:// beside https://.", or = "true")
        boolean plainHttp,

        @Key(value = "Seconds one attempt may take.", or = "15")
        int timeoutSeconds) {}
