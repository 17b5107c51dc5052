package dev.pennypost.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The deliveries that wait for one site, and the count of the runners that serve it.
final class Site {
    /// How long a runner keeps its session without work.
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final SiteKey key;
    private final int mostRunners;
    private final Consumer<Site> startRunner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition runnerEnded = lock.newCondition();
    private final ArrayDeque<Queued> waiting = new ArrayDeque<>();
    private int runners;
    private int idle;
    private boolean stopped;

    Site(SiteKey key, int mostRunners, Consumer<Site> startRunner) {
        this.key = key;
        this.mostRunners = mostRunners;
        this.startRunner = startRunner;
    }

    SiteKey key() {
        return key;
    }

    void add(Queued queued) {
        lock.lock();
        try {
            waiting.add(queued);
            if (stopped) return;
            if (idle >= waiting.size()) {
                work.signal();
            } else if (runners < mostRunners) {
                runners++;
                startRunner.accept(this);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The next delivery for a runner; null when the runner should end, which is then already counted.
    @Nullable
    Queued next() {
        lock.lock();
        try {
            awaitWork();
            if (!waiting.isEmpty() && !stopped) return waiting.poll();
            runners--;
            runnerEnded.signalAll();
            return null;
        } finally {
            lock.unlock();
        }
    }

    boolean isIdle() {
        lock.lock();
        try {
            return runners == 0 && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the site; returns what was waiting.
    List<Delivery> stop() {
        lock.lock();
        try {
            stopped = true;
            work.signalAll();
            var left = new ArrayList<Delivery>();
            for (Queued queued : waiting) left.add(queued.delivery());
            waiting.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }

    void awaitRunners(long nanos) {
        lock.lock();
        try {
            long patience = nanos;
            while (runners > 0 && patience > 0) patience = runnerEnded.awaitNanos(patience);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void awaitWork() {
        idle++;
        try {
            long patience = LINGER.toNanos();
            while (waiting.isEmpty() && !stopped && patience > 0) patience = work.awaitNanos(patience);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            idle--;
        }
    }
}
