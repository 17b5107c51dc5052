package dev.pennypost.jobs;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A named background loop on one virtual thread: it works while there is work, then rests until it is woken or its
/// time has come. A round that fails is logged and the next one comes all the same.
public final class Loop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Loop.class.getName());

    private final String name;
    private final Duration every;
    private final Round round;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;

    private Loop(String name, Duration every, Round round) {
        this.name = name;
        this.every = every;
        this.round = round;
        this.thread = Thread.ofVirtual().name("loop-" + name).unstarted(this::run);
    }

    /// A loop that is not running yet; `round` runs at least once in every `every`.
    public static Loop named(String name, Duration every, Round round) {
        return new Loop(name, every, round);
    }

    public Loop start() {
        thread.start();
        return this;
    }

    /// Has the loop look for work now.
    public void wake() {
        if (wakeUps.availablePermits() == 0) wakeUps.release();
    }

    /// Lets the round in progress finish, then ends. Waits for it.
    @Override
    public void close() {
        stopping = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            if (!goOn()) rest();
        }
    }

    private boolean goOn() {
        try {
            return round.run();
        } catch (Exception failed) {
            LOG.log(System.Logger.Level.ERROR, "loop " + name + ": a round failed", failed);
            return false;
        }
    }

    private void rest() {
        try {
            if (wakeUps.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) wakeUps.drainPermits();
        } catch (InterruptedException interrupted) {
            stopping = true;
        }
    }

    /// One round of work; says whether there may be more to do at once.
    @FunctionalInterface
    public interface Round {
        boolean run() throws Exception;
    }
}
