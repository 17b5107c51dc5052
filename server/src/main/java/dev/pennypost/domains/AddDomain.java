package dev.pennypost.domains;

import org.jspecify.annotations.Nullable;

/// A domain to be added, in the words of whoever asks.
///
/// @param name a domain or a subdomain, in letters of any script
/// @param region a region's code; null for the default
/// @param customReturnPath the label for bounces; null for the default
/// @param trackingSubdomain the label for tracked links; null for none
/// @param setup how the records are to be published
/// @param ed25519 asks for an Ed25519 key beside the RSA key (RFC 8463)
/// @param ownership asks for a record that proves ownership; null where the others do
public record AddDomain(
        String name,
        @Nullable String region,
        @Nullable String customReturnPath,
        TlsMode tls,
        boolean openTracking,
        boolean clickTracking,
        boolean trackingPrivacy,
        boolean sending,
        boolean receiving,
        @Nullable String trackingSubdomain,
        SetupMode setup,
        boolean ed25519,
        @Nullable Ownership ownership) {
    /// A domain that sends, with every choice left at its default.
    public static AddDomain named(String name) {
        return new AddDomain(
                name,
                null,
                null,
                TlsMode.OPPORTUNISTIC,
                false,
                false,
                false,
                true,
                false,
                null,
                SetupMode.COPY,
                false,
                null);
    }

    /// The same in another region; null for the default.
    public AddDomain in(@Nullable String otherRegion) {
        return new AddDomain(
                name,
                otherRegion,
                customReturnPath,
                tls,
                openTracking,
                clickTracking,
                trackingPrivacy,
                sending,
                receiving,
                trackingSubdomain,
                setup,
                ed25519,
                ownership);
    }

    /// The same with mail to the domain taken in, or not.
    public AddDomain receiving(boolean wanted) {
        return new AddDomain(
                name,
                region,
                customReturnPath,
                tls,
                openTracking,
                clickTracking,
                trackingPrivacy,
                sending,
                wanted,
                trackingSubdomain,
                setup,
                ed25519,
                ownership);
    }

    /// The same with a record that proves ownership.
    public AddDomain proving(Ownership spelling) {
        return new AddDomain(
                name,
                region,
                customReturnPath,
                tls,
                openTracking,
                clickTracking,
                trackingPrivacy,
                sending,
                receiving,
                trackingSubdomain,
                setup,
                ed25519,
                spelling);
    }

    /// The same, published otherwise.
    public AddDomain through(SetupMode mode) {
        return new AddDomain(
                name,
                region,
                customReturnPath,
                tls,
                openTracking,
                clickTracking,
                trackingPrivacy,
                sending,
                receiving,
                trackingSubdomain,
                mode,
                ed25519,
                ownership);
    }
}
