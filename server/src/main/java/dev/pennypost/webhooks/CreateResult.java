package dev.pennypost.webhooks;

/// What became of a wish to create a webhook.
public sealed interface CreateResult {
    /// It is there, and hears of every event from now on.
    record Created(SignedWebhook webhook) implements CreateResult {}

    /// It was not created.
    record Refused(WebhookProblem problem) implements CreateResult {}
}
