package dev.pennypost.domains;

import java.util.Map;
import java.util.Set;

/// How far a record has come, as its owner is told.
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

    private static final Map<RecordStatus, Set<RecordStatus>> MOVES = Map.of(
            NOT_STARTED, Set.of(PENDING, VERIFIED),
            PENDING, Set.of(VERIFIED, FAILED),
            VERIFIED, Set.of(TEMPORARY_FAILURE, PENDING, FAILED),
            TEMPORARY_FAILURE, Set.of(VERIFIED, FAILED, PENDING),
            FAILED, Set.of(PENDING, VERIFIED));

    /// Whether the step is one a record can take; staying is always possible.
    public boolean mayBecome(RecordStatus next) {
        return next == this || MOVES.getOrDefault(this, Set.of()).contains(next);
    }

    RecordStatus become(RecordStatus next) {
        if (!mayBecome(next)) throw new IllegalStateException("a record cannot go from " + this + " to " + next);
        return next;
    }

    boolean isSearchedFor() {
        return this == PENDING || this == TEMPORARY_FAILURE;
    }
}
