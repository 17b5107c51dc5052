package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.webhooks.MessageStatus;
import dev.pennypost.webhooks.SvixId;
import dev.pennypost.webhooks.WebhookMessage;
import java.time.Instant;

/// An event on its way to an endpoint.
///
/// @param id as the API and the header `svix-id` have it
record DeliveryView(String id, String type, MessageStatus is, Instant createdAt) {
    static DeliveryView of(WebhookMessage.Summary message) {
        return new DeliveryView(SvixId.MESSAGE.of(message.id()), message.type(), message.status(), message.createdAt());
    }

    Tone tone() {
        return switch (is) {
            case SUCCESS -> Tone.GOOD;
            case PENDING, ATTEMPTING -> Tone.WAIT;
            case FAILED -> Tone.BAD;
        };
    }

    String status() {
        return Words.of(is);
    }
}
