package dev.pennypost.domains;

import org.jspecify.annotations.Nullable;

/// What a domain's owner chose.
///
/// @param returnPath the label under the domain that receives bounces, such as `send`
/// @param trackingPrivacy whether nothing is kept of who visits what is tracked, but that somebody did
/// @param sending whether the domain may be sent from
/// @param receiving whether mail to the domain is taken in
/// @param trackingSubdomain the label under which links are tracked; null when there is none
/// @param setup how the records come to be where they belong
public record DomainSettings(
        Region region,
        String returnPath,
        TlsMode tls,
        boolean openTracking,
        boolean clickTracking,
        boolean trackingPrivacy,
        boolean sending,
        boolean receiving,
        @Nullable String trackingSubdomain,
        SetupMode setup) {}
