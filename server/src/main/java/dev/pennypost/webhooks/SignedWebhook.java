package dev.pennypost.webhooks;

import dev.pennypost.config.Secret;

/// An endpoint together with the secret its deliveries are signed with (`whsec_…`).
public record SignedWebhook(Webhook webhook, Secret signingSecret) {}
