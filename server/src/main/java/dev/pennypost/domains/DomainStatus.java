package dev.pennypost.domains;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// How far a domain has come: the least that can be said of all it is able to do.
public enum DomainStatus {
    /// Nobody asked for a check yet.
    NOT_STARTED,
    /// Its records are looked for again and again.
    PENDING,
    /// Every record it needs was seen.
    VERIFIED,
    /// One of sending and receiving is verified, the other still looked for.
    PARTIALLY_VERIFIED,
    /// One of sending and receiving is verified, the other was given up.
    PARTIALLY_FAILED,
    /// A record it needs was there and is not now; it goes on working while that is looked for again.
    TEMPORARY_FAILURE,
    /// Its records were not there when the time was up.
    FAILED;

    private static final Map<DomainStatus, Set<DomainStatus>> MOVES = Map.of(
            NOT_STARTED,
            EnumSet.of(PENDING),
            PENDING,
            EnumSet.of(VERIFIED, PARTIALLY_VERIFIED, PARTIALLY_FAILED, TEMPORARY_FAILURE, FAILED),
            VERIFIED,
            EnumSet.of(TEMPORARY_FAILURE, PARTIALLY_VERIFIED, PENDING, FAILED),
            PARTIALLY_VERIFIED,
            EnumSet.of(VERIFIED, PARTIALLY_FAILED, TEMPORARY_FAILURE, PENDING, FAILED),
            PARTIALLY_FAILED,
            EnumSet.of(VERIFIED, PARTIALLY_VERIFIED, TEMPORARY_FAILURE, PENDING, FAILED),
            TEMPORARY_FAILURE,
            EnumSet.of(VERIFIED, PARTIALLY_VERIFIED, PARTIALLY_FAILED, PENDING, FAILED),
            FAILED,
            EnumSet.of(PENDING, VERIFIED, PARTIALLY_VERIFIED, PARTIALLY_FAILED));

    /// Whether the step is one a domain can take; staying is always possible.
    public boolean mayBecome(DomainStatus next) {
        return next == this || MOVES.getOrDefault(this, Set.of()).contains(next);
    }

    DomainStatus become(DomainStatus next) {
        if (!mayBecome(next)) throw new IllegalStateException("a domain cannot go from " + this + " to " + next);
        return next;
    }

    /// Whether whoever has this status has proved the name, so that nobody else can.
    public boolean isProved() {
        return switch (this) {
            case VERIFIED, PARTIALLY_VERIFIED, PARTIALLY_FAILED, TEMPORARY_FAILURE -> true;
            case NOT_STARTED, PENDING, FAILED -> false;
        };
    }

    /// The status of a domain whose abilities stand so.
    static DomainStatus of(Collection<RecordStatus> abilities) {
        var all = EnumSet.copyOf(abilities);
        if (all.size() == 1) return alone(all.iterator().next());
        if (all.contains(RecordStatus.TEMPORARY_FAILURE)) return TEMPORARY_FAILURE;
        if (all.contains(RecordStatus.VERIFIED))
            return all.contains(RecordStatus.FAILED) ? PARTIALLY_FAILED : PARTIALLY_VERIFIED;
        return all.contains(RecordStatus.PENDING) ? PENDING : FAILED;
    }

    private static DomainStatus alone(RecordStatus ability) {
        return switch (ability) {
            case NOT_STARTED -> NOT_STARTED;
            case PENDING -> PENDING;
            case VERIFIED -> VERIFIED;
            case TEMPORARY_FAILURE -> TEMPORARY_FAILURE;
            case FAILED -> FAILED;
        };
    }
}
