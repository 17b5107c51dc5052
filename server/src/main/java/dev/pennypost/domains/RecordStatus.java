package dev.pennypost.domains;

import dev.pennypost.domains.diagnosis.RecordState;
/// What the last check that found out anything said about one record.

public enum RecordStatus {
    /// Never looked for.
    NOT_STARTED,
    /// Not there as it should be; looked for again.
    PENDING,
    /// Served as it should be.
    VERIFIED,
    /// Was there once and is not now; looked for again.
    TEMPORARY_FAILURE,
    /// Not there when the time was up.
    FAILED;

    /// Looked for anew: what was seen before stays known, the rest is open again.
    RecordStatus requested() {
        return this == VERIFIED || this == TEMPORARY_FAILURE ? this : PENDING;
    }

    /// After a check that may be the last one.
    RecordStatus checked(RecordState outcome, boolean timeIsUp) {
        return switch (outcome) {
            case RIGHT -> VERIFIED;
            case WRONG, NOT_PUBLISHED -> timeIsUp ? FAILED : missed();
            case UNKNOWN, PARTLY_PUBLISHED, CACHED_ELSEWHERE -> timeIsUp && this != VERIFIED ? FAILED : requested();
        };
    }

    private RecordStatus missed() {
        return this == VERIFIED || this == TEMPORARY_FAILURE ? TEMPORARY_FAILURE : PENDING;
    }
}
