package dev.pennypost.webhooks;

/// What became of a wish to change a webhook.
public sealed interface ChangeResult {
    /// It is as wished.
    record Changed(Webhook webhook) implements ChangeResult {}

    /// It stays as it was.
    record Refused(WebhookProblem problem) implements ChangeResult {}

    /// The team has no such webhook.
    record NoSuchWebhook() implements ChangeResult {}
}
