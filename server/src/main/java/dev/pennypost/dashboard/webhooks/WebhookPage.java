package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Pager;
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
        List<DeliveryView> deliveries,
        Pager pager,
        boolean mayManage) {
    List<Verification> verifications() {
        return Verification.ALL;
    }
}
