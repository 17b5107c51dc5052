package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.webhooks.Disabled;
import dev.pennypost.webhooks.WebhookEvent;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import java.util.Locale;
import java.util.UUID;

/// Events of webhooks as other webhooks tell them; Resend has none.
final class ResendWebhookEvents {
    private ResendWebhookEvents() {}

    /// The webhook's `type`.
    static String type(WebhookEvent event) {
        return switch (event) {
            case WebhookDisabled _ -> "webhook.disabled";
        };
    }

    static UUID id(WebhookEvent event) {
        return switch (event) {
            case WebhookDisabled disabled -> disabled.webhookId();
        };
    }

    /// The webhook's `data`.
    static Data data(WebhookEvent event) {
        return switch (event) {
            case WebhookDisabled disabled ->
                new Data(
                        disabled.webhookId(),
                        disabled.host(),
                        word(disabled.reason()),
                        Timestamps.iso(disabled.disabledAt()),
                        Timestamps.iso(disabled.failingSince()));
        };
    }

    /// Why a webhook was disabled, for programs.
    static String word(Disabled.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    @JsonPropertyOrder({"id", "host", "disabled_reason", "disabled_at", "failing_since"})
    record Data(UUID id, String host, String disabledReason, String disabledAt, String failingSince) {}
}
