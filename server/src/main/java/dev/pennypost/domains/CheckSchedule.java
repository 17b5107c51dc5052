package dev.pennypost.domains;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    private static final Duration WATCHING = Duration.ofDays(1);
    private static final int SPREAD_PERCENT = 10;

    private CheckSchedule() {}

    /// The next look at a domain after a check; null when nobody waits for anything.
    static @Nullable Instant next(Domain domain, Instant now) {
        UUID id = domain.id().value();
        boolean searching =
                domain.allRecords().stream().anyMatch(record -> record.status().isSearchedFor());
        if (searching) return sooner(now.plus(waitAfter(domain.checks().done(), id)), clearing(domain, now));
        return domain.status().isProved() ? now.plus(spread(WATCHING, 0, id)) : null;
    }

    /// The wait after the given number of checks. Up to a tenth longer, by the domain's id, so that domains added
    /// together do not ask together forever.
    static Duration waitAfter(int checks, UUID domain) {
        Duration wait = checks <= WAITS.size() ? WAITS.get(Math.max(checks, 1) - 1) : LATER;
        return spread(wait, checks, domain);
    }

    private static Duration spread(Duration wait, int checks, UUID domain) {
        int spread = Math.floorMod(domain.hashCode() * 31 + checks, SPREAD_PERCENT + 1);
        return wait.plus(wait.multipliedBy(spread).dividedBy(100));
    }

    /// When the first cache forgets what it should.
    private static @Nullable Instant clearing(Domain domain, Instant now) {
        return domain.allRecords().stream()
                .map(DomainRecord::clearsAt)
                .filter(at -> at != null && at.isAfter(now))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static Instant sooner(Instant planned, @Nullable Instant other) {
        return other != null && other.isBefore(planned) ? other : planned;
    }
}
