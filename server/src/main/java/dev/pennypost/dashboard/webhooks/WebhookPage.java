package dev.pennypost.dashboard.webhooks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One endpoint.
///
/// @param secret the signing secret, where somebody asked for it; null otherwise
record WebhookPage(
        WebhookView webhook,
        WebhookForm form,
        ReplayForm replay,
        @Nullable String secret,
        DeliveryRows deliveries,
        boolean mayManage) {
    List<Verification> verifications() {
        return Verification.ALL;
    }
}
