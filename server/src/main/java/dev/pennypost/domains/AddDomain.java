package dev.pennypost.domains;

import org.jspecify.annotations.Nullable;

/// A domain to be added, in the words of whoever asks.
///
/// @param name a domain or a subdomain, in letters of any script
/// @param region a region's code; null for the default
/// @param customReturnPath the label for bounces; null for the default
/// @param trackingSubdomain the label for tracked links; null for none
public record AddDomain(
        String name,
        @Nullable String region,
        @Nullable String customReturnPath,
        TlsMode tls,
        boolean openTracking,
        boolean clickTracking,
        boolean sending,
        boolean receiving,
        @Nullable String trackingSubdomain) {
    /// A domain that sends, with every choice left at its default.
    public static AddDomain named(String name) {
        return new AddDomain(name, null, null, TlsMode.OPPORTUNISTIC, false, false, true, false, null);
    }
}
