package dev.pennypost.domains.writer;

import java.time.Duration;

/// Waits. A parameter, so that tests need not.
@FunctionalInterface
interface Pause {
    void hold(Duration time);

    /// Waits in fact; who is interrupted goes on at once and stays interrupted.
    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
