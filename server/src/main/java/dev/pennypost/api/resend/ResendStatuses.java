package dev.pennypost.api.resend;

import dev.pennypost.domains.records.Purpose;
import java.util.Locale;

/// Our states and kinds in this API's words. States are the same words but for case; where they differ, it is said
/// here.
final class ResendStatuses {
    /// Records have no time to live of ours.
    static final String TTL = "Auto";

    private ResendStatuses() {}

    /// The wire word of a state: its name in lower case.
    static String of(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /// Records this API has no kind for; they keep nothing back and are listed apart.
    static boolean isUnknownToResend(Purpose purpose) {
        return purpose == Purpose.DMARC;
    }

    /// The kind of a domain's record: both records of the return path are called SPF.
    static String of(Purpose purpose) {
        return switch (purpose) {
            case RETURN_PATH, SPF -> "SPF";
            case DKIM, SPARE_KEY -> "DKIM";
            case OWNERSHIP -> "Ownership";
            case DMARC -> "DMARC";
            case RECEIVING -> "Receiving";
            case TRACKING -> "Tracking";
            case TRACKING_CAA -> "TrackingCAA";
            case DELEGATION -> "Delegation";
        };
    }
}
