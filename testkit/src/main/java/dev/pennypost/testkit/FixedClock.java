package dev.pennypost.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test moves it. Safe to move while other threads read it.
public final class FixedClock extends Clock {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    /// Starts at noon UTC on the first of January 2026.
    public FixedClock() {
        this(START);
    }

    public FixedClock(Instant start) {
        this(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    private FixedClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /// Moves the clock, backwards when `by` is negative.
    public FixedClock advance(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
        return this;
    }

    public FixedClock set(Instant instant) {
        now.set(instant);
        return this;
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /// The same clock seen in another zone: moving one moves both.
    @Override
    public FixedClock withZone(ZoneId other) {
        return new FixedClock(now, other);
    }
}
