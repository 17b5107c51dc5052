package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.webhooks.Disabled;
import dev.pennypost.webhooks.SignedWebhook;
import dev.pennypost.webhooks.Webhook;
import dev.pennypost.webhooks.WebhookHealth;
import dev.pennypost.webhooks.WebhookStatus;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A webhook as this API shows it (contract §21), with what we add behind.
@JsonPropertyOrder({
    "object",
    "id",
    "endpoint",
    "events",
    "status",
    "created_at",
    "signing_secret",
    "domain_ids",
    "ordered",
    "disabled_reason",
    "disabled_at",
    "failing_since",
    "previous_secret_until"
})
record WebhookJson(
        String object,
        UUID id,
        String endpoint,
        @Nullable List<String> events,
        String status,
        String createdAt,
        String signingSecret,
        @Nullable List<UUID> domainIds,
        boolean ordered,
        @Nullable String disabledReason,
        @Nullable String disabledAt,
        @Nullable String failingSince,
        @Nullable String previousSecretUntil) {
    static final String OBJECT = "webhook";

    static WebhookJson of(SignedWebhook signed, WebhookHealth health) {
        Webhook webhook = signed.webhook();
        Disabled disabled = webhook.disabled();
        return new WebhookJson(
                OBJECT,
                webhook.id().value(),
                webhook.endpoint(),
                webhook.events(),
                word(webhook.status()),
                Timestamps.postgres(webhook.createdAt()),
                signed.signingSecret().reveal(),
                webhook.domains().isEmpty()
                        ? null
                        : webhook.domains().stream().sorted().toList(),
                webhook.ordered(),
                disabled == null ? null : ResendWebhookEvents.word(disabled.reason()),
                disabled == null ? null : Timestamps.postgres(disabled.at()),
                Timestamps.postgresOrNull(health.failingSince()),
                Timestamps.postgresOrNull(health.previousSecretUntil()));
    }

    private static String word(WebhookStatus status) {
        return switch (status) {
            case ENABLED -> "enabled";
            case DISABLED -> "disabled";
        };
    }

    /// The answer that shows a new secret.
    @JsonPropertyOrder({"object", "id", "signing_secret"})
    record SecretJson(String object, UUID id, String signingSecret) {
        static SecretJson of(SignedWebhook signed) {
            return new SecretJson(
                    OBJECT,
                    signed.webhook().id().value(),
                    signed.signingSecret().reveal());
        }
    }

    /// A webhook in a list: nothing that is secret.
    @JsonPropertyOrder({"id", "endpoint", "events", "status", "created_at"})
    record ItemJson(UUID id, String endpoint, @Nullable List<String> events, String status, String createdAt) {
        static ItemJson of(Webhook webhook) {
            return new ItemJson(
                    webhook.id().value(),
                    webhook.endpoint(),
                    webhook.events(),
                    word(webhook.status()),
                    Timestamps.postgres(webhook.createdAt()));
        }
    }
}
