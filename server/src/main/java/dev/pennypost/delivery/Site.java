package dev.pennypost.delivery;

import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// The deliveries that wait for the same servers, and the count of the runners that serve them.
final class Site {
    /// How long a runner keeps its session without work.
    private static final Duration LINGER = Duration.ofSeconds(5);
    /// Recipients of one transaction: RFC 5321 §4.5.3.1.8 has every server take a hundred.
    private static final int TOGETHER = 100;

    private final SiteKey key;
    private final int mostRunners;
    private final Consumer<Site> startRunner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition runnerEnded = lock.newCondition();
    private final FairQueue waiting = new FairQueue();
    private final Pace pace = new Pace();
    private Instant resting = Instant.MIN;
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

    /// Takes in what there is room for, and returns the rest with the times at which it shall come back.
    ///
    /// @param left how much room in memory a team has left
    List<Later> add(List<Queued> all, ToIntFunction<TeamId> left, Instant now) {
        lock.lock();
        try {
            var later = new ArrayList<Later>();
            for (Queued queued : all) {
                if (stopped || hasRoom(queued.delivery(), left)) waiting.add(queued);
                else later.add(new Later(queued, comeBack(queued, later, now)));
            }
            setToWork();
            return later;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(Delivery delivery, ToIntFunction<TeamId> left) {
        TeamId team = delivery.team();
        return waiting.size(team, delivery.urgency()) < pace.most(left.applyAsInt(team));
    }

    /// Recipients of one message come back together.
    private Instant comeBack(Queued queued, List<Later> before, Instant now) {
        boolean together = !before.isEmpty() && before.getLast().queued().isAlike(queued);
        return together
                ? before.getLast().until()
                : pace.next(now, queued.delivery().urgency());
    }

    /// A delivery that is to come back at a time.
    record Later(Queued queued, Instant until) {}

    /// The next message for a runner, to one recipient or several; empty when the runner should end, which is then
    /// already counted.
    List<Queued> next() {
        lock.lock();
        try {
            awaitWork();
            if (waiting.isEmpty() || stopped) {
                ended();
                return List.of();
            }
            List<Queued> next = waiting.poll(TOGETHER);
            pace.took(next.size());
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Puts what a runner took back to the front of its line.
    void putBack(List<Queued> taken) {
        lock.lock();
        try {
            waiting.putBack(taken);
        } finally {
            lock.unlock();
        }
    }

    /// Ends the runner that says so, and starts no other before the time.
    void rest(Instant until) {
        lock.lock();
        try {
            if (resting.isBefore(until)) resting = until;
            ended();
        } finally {
            lock.unlock();
        }
    }

    /// Starts runners again when a rest is over.
    void pulse(Instant now) {
        lock.lock();
        try {
            pace.measure(now, !waiting.isEmpty());
            if (stopped || now.isBefore(resting)) return;
            resting = Instant.MIN;
            setToWork();
        } finally {
            lock.unlock();
        }
    }

    /// Ends a rest before its time, with the next pulse.
    void rouse() {
        lock.lock();
        try {
            resting = Instant.MIN;
        } finally {
            lock.unlock();
        }
    }

    /// Takes out what waits and fits.
    List<Queued> removeIf(Predicate<Queued> condition) {
        lock.lock();
        try {
            return waiting.removeIf(condition);
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

    /// How many wait in memory.
    int size() {
        lock.lock();
        try {
            return waiting.size();
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
            for (Queued queued : waiting.removeIf(_ -> true)) left.add(queued.delivery());
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

    /// Wakes as many runners as there is work for, and starts those that are missing.
    private void setToWork() {
        if (stopped || !resting.equals(Instant.MIN)) return;
        for (int i = Math.min(idle, waiting.size()); i > 0; i--) work.signal();
        for (int missing = waiting.size() - idle; missing > 0 && runners < mostRunners; missing--) {
            runners++;
            startRunner.accept(this);
        }
    }

    private void ended() {
        runners--;
        runnerEnded.signalAll();
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
