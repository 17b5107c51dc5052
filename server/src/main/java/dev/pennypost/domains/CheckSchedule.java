package dev.pennypost.domains;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// When to look for a domain's records again. People publish right before or right after they ask, so the first
/// looks follow within seconds; later ones wait for caches and for people.
final class CheckSchedule {
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20),
            Duration.ofMinutes(30));
    private static final Duration LATER = Duration.ofHours(1);
    private static final int SPREAD_PERCENT = 10;

    private CheckSchedule() {}

    /// The wait after the given number of checks. Up to a tenth longer, by the domain's id, so that domains added
    /// together do not ask together forever.
    static Duration waitAfter(int checks, UUID domain) {
        Duration wait = checks <= WAITS.size() ? WAITS.get(checks - 1) : LATER;
        int spread = Math.floorMod(domain.hashCode() * 31 + checks, SPREAD_PERCENT + 1);
        return wait.plus(wait.multipliedBy(spread).dividedBy(100));
    }
}
