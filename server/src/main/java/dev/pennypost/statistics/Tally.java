package dev.pennypost.statistics;

import java.util.EnumMap;
import java.util.Map;

/// How often each thing happened.
public final class Tally {
    private final Map<Figure, Long> counts = new EnumMap<>(Figure.class);

    /// How often something happened.
    public long of(Figure figure) {
        return counts.getOrDefault(figure, 0L);
    }

    Tally add(Figure figure, long times) {
        counts.merge(figure, times, Long::sum);
        return this;
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
