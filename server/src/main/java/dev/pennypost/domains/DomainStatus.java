package dev.pennypost.domains;

import java.util.Map;
import java.util.Set;

/// How far a domain has come.
public enum DomainStatus {
    /// Nobody asked for a check yet.
    NOT_STARTED,
    /// Its records are looked for again and again.
    PENDING,
    /// Every record was seen; it may send.
    VERIFIED,
    /// Its records were not there when the time was up.
    FAILED;

    private static final Map<DomainStatus, Set<DomainStatus>> MOVES = Map.of(
            NOT_STARTED, Set.of(PENDING),
            PENDING, Set.of(VERIFIED, FAILED),
            VERIFIED, Set.of(FAILED),
            FAILED, Set.of(PENDING));

    /// Whether the step is one a domain can take; staying is always possible.
    public boolean mayBecome(DomainStatus next) {
        return next == this || MOVES.getOrDefault(this, Set.of()).contains(next);
    }

    DomainStatus become(DomainStatus next) {
        if (!mayBecome(next)) throw new IllegalStateException("a domain cannot go from " + this + " to " + next);
        return next;
    }
}
