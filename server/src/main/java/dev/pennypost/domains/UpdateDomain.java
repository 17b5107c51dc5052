package dev.pennypost.domains;

import org.jspecify.annotations.Nullable;

/// Changes to a domain's settings; what is null stays as it is.
///
/// @param trackingSubdomain the label for tracked links; can be changed, never removed
/// @param returnPath the label for bounces. Nothing is sent until its records are seen; bounces to the one before still
/// come
public record UpdateDomain(
        @Nullable TlsMode tls,
        @Nullable Boolean openTracking,
        @Nullable Boolean clickTracking,
        @Nullable Boolean trackingPrivacy,
        @Nullable Boolean sending,
        @Nullable Boolean receiving,
        @Nullable String trackingSubdomain,
        @Nullable String returnPath) {
    /// The settings with these changes.
    DomainSettings appliedTo(DomainSettings old) {
        return new DomainSettings(
                old.region(),
                returnPath == null ? old.returnPath() : returnPath,
                tls == null ? old.tls() : tls,
                openTracking == null ? old.openTracking() : openTracking,
                clickTracking == null ? old.clickTracking() : clickTracking,
                trackingPrivacy == null ? old.trackingPrivacy() : trackingPrivacy,
                sending == null ? old.sending() : sending,
                receiving == null ? old.receiving() : receiving,
                trackingSubdomain == null ? old.trackingSubdomain() : trackingSubdomain,
                old.setup());
    }
}
