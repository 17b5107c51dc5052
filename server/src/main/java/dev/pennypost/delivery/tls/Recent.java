package dev.pennypost.delivery.tls;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What was learnt a moment ago. Forgets the longest unused when full.
final class Recent<K, V> {
    private record Learnt<V>(V value, Instant until) {}

    private final Map<K, Learnt<V>> all;

    Recent(int most) {
        all = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Learnt<V>> eldest) {
                return size() > most;
            }
        };
    }

    synchronized void put(K key, V value, Instant until) {
        all.put(key, new Learnt<>(value, until));
    }

    synchronized Optional<V> get(K key, Instant now) {
        Learnt<V> learnt = all.get(key);
        return learnt == null || !now.isBefore(learnt.until()) ? Optional.empty() : Optional.of(learnt.value());
    }
}
