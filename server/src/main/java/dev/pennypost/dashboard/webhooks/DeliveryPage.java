package dev.pennypost.dashboard.webhooks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event on its way to one endpoint.
///
/// @param nextAttemptAt null when there is none
/// @param payload as JSON with lines
/// @param more whether there were attempts before these
record DeliveryPage(
        WebhookView webhook,
        DeliveryView delivery,
        @Nullable Instant nextAttemptAt,
        String payload,
        List<AttemptView> attempts,
        boolean more,
        boolean mayManage) {
    String path() {
        return webhook.path() + "/events/" + delivery.id();
    }
}
