package dev.pennypost.domains.signing;

import java.util.Map;
import java.util.Set;

/// Where a signing key stands in its life.
public enum KeyStage {
    /// Not seen in DNS yet: signs nothing.
    PENDING,
    /// Signs.
    ACTIVE,
    /// Signs nothing new; stays published while mail it signed is on its way.
    RETIRING,
    /// Its private half is destroyed.
    RETIRED;

    private static final Map<KeyStage, Set<KeyStage>> MOVES = Map.of(
            PENDING, Set.of(ACTIVE, RETIRED),
            ACTIVE, Set.of(RETIRING, PENDING),
            RETIRING, Set.of(RETIRED));

    /// Whether the step is one a key can take; staying is always possible.
    public boolean mayBecome(KeyStage next) {
        return next == this || MOVES.getOrDefault(this, Set.of()).contains(next);
    }

    KeyStage become(KeyStage next) {
        if (!mayBecome(next)) throw new IllegalStateException("a key cannot go from " + this + " to " + next);
        return next;
    }
}
