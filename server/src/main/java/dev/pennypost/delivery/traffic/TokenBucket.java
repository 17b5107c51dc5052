package dev.pennypost.delivery.traffic;

import java.time.Duration;
import java.time.Instant;

/// Lets so many through in a minute: those of ten seconds at once, then one at a time.
final class TokenBucket {
    private static final double BURST_MINUTES = 1.0 / 6;

    private double spent;
    private Instant at;

    TokenBucket(Instant now) {
        this.at = now;
    }

    /// Takes one when there is one and returns `now`; else when there will be.
    ///
    /// @param perMinute 0 for no limit
    Instant take(Instant now, int perMinute) {
        if (perMinute == 0) return now;
        double each = 60e9 / perMinute;
        double burst = Math.max(1, perMinute * BURST_MINUTES);
        spent = Math.max(0, spent - Math.max(0, Duration.between(at, now).toNanos()) / each);
        at = now;
        if (spent + 1 > burst) return now.plusNanos((long) Math.ceil((spent + 1 - burst) * each));
        spent++;
        return now;
    }
}
