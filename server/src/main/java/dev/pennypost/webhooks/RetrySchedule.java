package dev.pennypost.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When a delivery that failed is tried again: Svix's schedule, as the contract documents it (§22.6). The first try
/// comes at once, seven follow, the last about 27.5 hours later.
final class RetrySchedule {
    private static final List<Duration> AFTER_FAILURE = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(10));
    private static final double JITTER = 0.1;

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /// How long to wait after the given number of failures; empty when it is time to give up. The wait is up to 10 %
    /// shorter or longer, so that what failed together does not come back together.
    Optional<Duration> afterFailures(int failures) {
        if (failures > AFTER_FAILURE.size()) return Optional.empty();
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Optional.of(
                Duration.ofMillis(Math.round(AFTER_FAILURE.get(failures - 1).toMillis() * factor)));
    }
}
