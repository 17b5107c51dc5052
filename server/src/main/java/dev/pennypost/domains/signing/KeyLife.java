package dev.pennypost.domains.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What DNS and time make of a domain's keys. Pure.
///
/// @param retireAfter how long a key that was replaced stays published: longer than a message is on its way
record KeyLife(Duration retireAfter) {
    /// @param seen what DNS serves, by selector
    List<DomainKey> after(List<DomainKey> keys, Map<String, Seen> seen, Instant now) {
        var next = new ArrayList<>(keys);
        next.replaceAll(key -> withdrawnIfGone(key, seen, now));
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) activate(next, algorithm, seen, now);
        next.replaceAll(key -> retiredIfDue(key, now));
        return List.copyOf(next);
    }

    /// A second signature that nobody can check is noise; the RSA key goes on, because without it there is none.
    private static DomainKey withdrawnIfGone(DomainKey key, Map<String, Seen> seen, Instant now) {
        boolean gone = key.is(KeyAlgorithm.ED25519, KeyStage.ACTIVE) && seen(key, seen) == Seen.MISSING;
        return gone ? key.become(KeyStage.PENDING, now) : key;
    }

    /// The first key that is seen takes over; the one before it goes on being published.
    private static void activate(List<DomainKey> keys, KeyAlgorithm algorithm, Map<String, Seen> seen, Instant now) {
        for (int i = 0; i < keys.size(); i++) {
            var key = keys.get(i);
            if (!key.is(algorithm, KeyStage.PENDING) || seen(key, seen) != Seen.SERVED) continue;
            keys.replaceAll(old -> old.is(algorithm, KeyStage.ACTIVE) ? old.become(KeyStage.RETIRING, now) : old);
            keys.set(i, key.become(KeyStage.ACTIVE, now));
            return;
        }
    }

    private DomainKey retiredIfDue(DomainKey key, Instant now) {
        var since = key.retiringAt();
        boolean due = key.stage() == KeyStage.RETIRING && since != null && !now.isBefore(since.plus(retireAfter));
        return due ? key.become(KeyStage.RETIRED, now) : key;
    }

    private static Seen seen(DomainKey key, Map<String, Seen> seen) {
        return seen.getOrDefault(key.selector(), Seen.UNCLEAR);
    }
}
