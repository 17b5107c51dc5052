package dev.pennypost.dashboard.domains;

import dev.pennypost.domains.Domain;
import dev.pennypost.domains.SetupMode;
import dev.pennypost.domains.TlsMode;
import org.jspecify.annotations.Nullable;

/// The settings of a domain, or what was filled in for them.
///
/// @param certificate how it stands with the certificate of tracked links; empty when there is nothing to say
/// @param returnPath the label for bounces
/// @param setup how its records come to be where they belong, in a sentence
/// @param field the field at fault; empty when none is
record Choices(
        Head head,
        boolean sending,
        boolean receiving,
        boolean openTracking,
        boolean clickTracking,
        boolean trackingPrivacy,
        boolean isTlsEnforced,
        String trackingSubdomain,
        boolean hasTrackingSubdomain,
        String certificate,
        String returnPath,
        String region,
        String setup,
        String field,
        @Nullable Sentence problem) {
    static Choices of(Head head, Domain domain, String certificate) {
        var settings = domain.settings();
        String label = settings.trackingSubdomain();
        return new Choices(
                head,
                settings.sending(),
                settings.receiving(),
                settings.openTracking(),
                settings.clickTracking(),
                settings.trackingPrivacy(),
                settings.tls() == TlsMode.ENFORCED,
                label == null ? "" : label,
                label != null,
                certificate,
                settings.returnPath(),
                settings.region().code(),
                setup(settings.setup()),
                "",
                null);
    }

    private static String setup(SetupMode mode) {
        return switch (mode) {
            case COPY -> "You publish every record.";
            case CNAME -> "You publish aliases once; what they lead to is ours to keep right.";
            case NS -> "The subdomain is handed to our name servers.";
        };
    }

    Choices refused(Filled filled, String at, Sentence why) {
        return new Choices(
                head,
                filled.sending(),
                filled.receiving(),
                filled.openTracking(),
                filled.clickTracking(),
                filled.trackingPrivacy(),
                filled.isTlsEnforced(),
                filled.trackingSubdomain(),
                hasTrackingSubdomain,
                certificate,
                filled.returnPath(),
                region,
                setup,
                at,
                why);
    }

    /// What was filled in.
    record Filled(
            boolean sending,
            boolean receiving,
            boolean openTracking,
            boolean clickTracking,
            boolean trackingPrivacy,
            boolean isTlsEnforced,
            String trackingSubdomain,
            String returnPath) {}

    /// What is wrong with a field; null when nothing.
    @Nullable
    Sentence wrong(String name) {
        return field.equals(name) ? problem : null;
    }
}
