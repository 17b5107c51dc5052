package dev.pennypost.delivery;

import dev.pennypost.delivery.replies.ReplyCategory;
import dev.pennypost.delivery.replies.ReplyReading;
import dev.pennypost.delivery.replies.RetryHint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When the next attempt comes. RFC 5321 §4.5.4.1 asks for 30 minutes and more between attempts; the first steps are
/// shorter because greylisting clears in minutes. A server that asks for more time gets it, up to four hours.
final class RetrySchedule {
    private static final List<Duration> DELAYS = List.of(
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20),
            Duration.ofMinutes(40),
            Duration.ofHours(1),
            Duration.ofHours(2));
    private static final Duration LATER = Duration.ofHours(4);
    private static final Duration FIRST_AFTER_NO_CONNECTION = Duration.ofMinutes(1);
    /// Grey lists commonly let nobody in before.
    private static final Duration GREYLISTED = Duration.ofMinutes(5);
    private static final double JITTER = 0.2;

    private final Duration giveUpAfter;
    private final RandomGenerator random;

    RetrySchedule(Duration giveUpAfter, RandomGenerator random) {
        this.giveUpAfter = giveUpAfter;
        this.random = random;
    }

    /// How long a refusal asks us to wait at least.
    static Duration floor(@Nullable ReplyReading reading) {
        if (reading == null) return Duration.ZERO;
        Duration asked = reading.retryHint().map(RetryHint::delay).orElse(Duration.ZERO);
        return reading.category() == ReplyCategory.GREYLISTED && asked.compareTo(GREYLISTED) < 0 ? GREYLISTED : asked;
    }

    /// The time of the attempt that follows attempt `number`; empty when the email has been tried long enough.
    ///
    /// @param floor how long to wait at least
    Optional<Instant> after(int number, WaitReason reason, Duration floor, Instant createdAt, Instant now) {
        if (isTooLate(createdAt, now)) return Optional.empty();
        Duration delay =
                number == 1 && reason == WaitReason.HOST_UNREACHABLE ? FIRST_AFTER_NO_CONNECTION : delay(number);
        Duration jittered = jittered(delay);
        return Optional.of(now.plus(jittered.compareTo(floor) < 0 ? floor : jittered));
    }

    /// Whether an email has been tried long enough by a time.
    boolean isTooLate(Instant createdAt, Instant time) {
        return time.isAfter(createdAt.plus(giveUpAfter));
    }

    private static Duration delay(int number) {
        return number <= DELAYS.size() ? DELAYS.get(number - 1) : LATER;
    }

    private Duration jittered(Duration delay) {
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(delay.toMillis() * factor));
    }
}
