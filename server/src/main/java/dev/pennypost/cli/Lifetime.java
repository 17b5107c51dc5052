package dev.pennypost.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The life of a server process: it starts, says that it is ready, and serves until a signal (SIGTERM, SIGINT) ends it.
/// A
/// signal that comes during the start waits for the start, then undoes it.
final class Lifetime {
    private static final System.Logger LOG = System.getLogger(Lifetime.class.getName());

    /// Docker kills ten seconds after it has asked politely.
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private final CompletableFuture<Serving> serving = new CompletableFuture<>();
    private final Runtime runtime;
    private volatile boolean failed;

    Lifetime(Runtime runtime) {
        this.runtime = runtime;
    }

    /// Returns only when it is interrupted or the start fails.
    void run(Supplier<Serving> start, Announcement announcement) throws Exception {
        runtime.addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(this::end));
        try {
            announcement.announce(started(start));
        } catch (Exception noStart) {
            failed = true;
            throw noStart;
        }
        new CountDownLatch(1).await();
    }

    private Serving started(Supplier<Serving> start) {
        try {
            Serving started = start.get();
            serving.complete(started);
            return started;
        } catch (RuntimeException | Error noStart) {
            serving.completeExceptionally(noStart);
            throw noStart;
        }
    }

    /// Runs while the process shuts down. A stop that was asked for is a success, although the JVM would report the
    /// signal: hence `halt`. After a failure, the code of `exit` stands.
    private void end() {
        if (serving.isCompletedExceptionally()) return;
        int code = closed() ? 0 : Cli.FAILURE;
        if (!failed) runtime.halt(code);
    }

    private boolean closed() {
        var closing = CompletableFuture.runAsync(this::close, Thread::startVirtualThread);
        try {
            closing.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException slow) {
            LOG.log(System.Logger.Level.WARNING, "did not stop within {0} s; stopping now", PATIENCE.toSeconds());
        } catch (ExecutionException broken) {
            LOG.log(System.Logger.Level.ERROR, "stopping failed", broken.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void close() {
        LOG.log(System.Logger.Level.INFO, "stopping");
        serving.join().close();
        LOG.log(System.Logger.Level.INFO, "stopped");
    }

    /// Tells the world that the server serves.
    @FunctionalInterface
    interface Announcement {
        void announce(Serving serving) throws Exception;
    }
}
