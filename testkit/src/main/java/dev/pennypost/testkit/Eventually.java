package dev.pennypost.testkit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what another thread or process will do: asks again every few milliseconds, fails when it never happens.
public final class Eventually {
    private static final long USUAL_SECONDS = 60;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private Eventually() {}

    public static void holds(String what, BooleanSupplier condition) {
        holds(what, USUAL_SECONDS, condition);
    }

    public static void holds(String what, long seconds, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("waited " + seconds + " s in vain for: " + what);
            LockSupport.parkNanos(PAUSE);
        }
    }
}
