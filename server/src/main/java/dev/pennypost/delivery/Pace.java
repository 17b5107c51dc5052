package dev.pennypost.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How fast a site takes mail while some waits for it: how much of it memory shall hold, and when the rest shall come
/// back. Without that bound a slow site would fill the memory and every other site would wait for it. Not safe to
/// share.
final class Pace {
    /// What a site takes in this time may wait for it in memory. So long it is watched before it is judged.
    private static final Duration AHEAD = Duration.ofSeconds(10);
    /// Enough for every runner to have its next.
    private static final int LEAST = 64;

    private static final double SMOOTHED_OVER_SECONDS = 5;
    /// A site that has become faster is noticed within this.
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /// Messages a second of a site that takes none.
    private static final double SLOWEST = 0.2;

    private final Map<Urgency, Instant> last = new EnumMap<>(Urgency.class);
    private @Nullable Instant busySince;
    private Instant measured = Instant.MIN;
    private int taken;
    private double perSecond;

    /// So many deliveries have left the queue.
    void took(int count) {
        taken += count;
    }

    /// Measures; to be called every now and then.
    ///
    /// @param waiting whether something waited all the time since the last call
    void measure(Instant now, boolean waiting) {
        if (!waiting) busySince = null;
        else if (busySince == null) begin(now);
        else if (now.isAfter(measured)) goOn(now);
        taken = 0;
        measured = now;
    }

    private void begin(Instant now) {
        busySince = now;
        perSecond = 0;
    }

    private void goOn(Instant now) {
        double seconds = seconds(Duration.between(measured, now));
        perSecond += (taken / seconds - perSecond) * (1 - Math.exp(-seconds / SMOOTHED_OVER_SECONDS));
    }

    /// How many equally urgent deliveries of a team may wait in memory.
    ///
    /// @param left how much room the team has left
    int most(int left) {
        if (busySince == null || measured.isBefore(busySince.plus(AHEAD))) return Math.max(LEAST, left / 4);
        return (int) Math.max(LEAST, Math.min(left, perSecond * seconds(AHEAD)));
    }

    /// When the next message that has no room shall come back: one after the other, as fast as they are taken. Bulk is
    /// in nobody's way.
    Instant next(Instant now, Urgency urgency) {
        Instant before = last.getOrDefault(urgency, now);
        Instant next = (before.isBefore(now) ? now : before).plusNanos((long) (1e9 / Math.max(SLOWEST, perSecond)));
        Instant latest = now.plus(LONGEST);
        Instant back = next.isAfter(latest) ? latest : next;
        last.put(urgency, back);
        return back;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
