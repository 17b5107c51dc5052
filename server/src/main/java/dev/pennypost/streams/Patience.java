package dev.pennypost.streams;

import dev.pennypost.streams.Broker.Outcome.Failed;
import dev.pennypost.streams.StreamStore.Leased;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// How long a stream waits after a failure: a second at first, then twice as long each time, up to a minute.
/// What is wrong with the stream itself and stays so for three days has it disabled.
final class Patience {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;
    private static final Duration UNTIL_DISABLED = Duration.ofDays(3);
    private static final double JITTER = 0.1;

    private final RandomGenerator random;

    Patience(RandomGenerator random) {
        this.random = random;
    }

    /// @param anyArrived whether something was sent before it failed
    Verdict after(Leased stream, boolean anyArrived, Failed failed, Instant now) {
        Failure failure = failed.failure();
        Instant before = stream.failingSince();
        Instant since = before != null && !anyArrived && stream.failure() == failure ? before : now;
        int failures = anyArrived ? 1 : stream.failures() + 1;
        boolean disabled =
                failure.isForGood() || (failure.isOfTheStream() && !now.isBefore(since.plus(UNTIL_DISABLED)));
        return new Verdict(new Trouble(failure, failed.why(), since), failures, now.plus(wait(failures)), disabled);
    }

    private Duration wait(int failures) {
        long seconds = Math.min(LONGEST.toSeconds(), 1L << Math.min(failures - 1, DOUBLINGS));
        return Duration.ofMillis(Math.round(seconds * 1000 * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }

    /// What becomes of the stream.
    record Verdict(Trouble trouble, int failures, Instant due, boolean disabled) {}
}
