package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.domains.DomainSummary;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A domain in the list (contract §12.3). `tracking_privacy` is ours.
record DomainItemJson(
        UUID id,
        String name,
        String status,
        String createdAt,
        String region,
        CapabilitiesJson capabilities,
        boolean openTracking,
        boolean clickTracking,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String trackingSubdomain,

        boolean trackingPrivacy) {

    static DomainItemJson of(DomainSummary domain) {
        var settings = domain.settings();
        return new DomainItemJson(
                domain.id().value(),
                domain.name().unicode(),
                ResendStatuses.of(domain.status()),
                Timestamps.postgres(domain.createdAt()),
                settings.region().code(),
                CapabilitiesJson.of(settings),
                settings.openTracking(),
                settings.clickTracking(),
                settings.trackingSubdomain(),
                settings.trackingPrivacy());
    }
}
