package dev.pennypost.mail.smtp.client;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Closes a socket when what is done with it makes no progress for too long: a Java socket has no timeout for
/// writing, and none for a whole handshake. A virtual thread is cheap enough to have one per large message.
final class Watchdog implements AutoCloseable {
    private final Socket socket;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile long deadline;
    private volatile boolean bitten;

    private Watchdog(Socket socket, Duration limit, LongSupplier nanoTime) {
        this.socket = socket;
        this.limit = limit;
        this.nanoTime = nanoTime;
        progress();
    }

    static Watchdog over(Socket socket, Duration limit, LongSupplier nanoTime) {
        var watchdog = new Watchdog(socket, limit, nanoTime);
        Thread.ofVirtual().name("smtp-watchdog").start(watchdog::watch);
        return watchdog;
    }

    void progress() {
        deadline = nanoTime.getAsLong() + limit.toNanos();
    }

    /// The exception to report: the timeout, when it was this class that closed the socket.
    IOException explain(IOException thrown) {
        if (!bitten) return thrown;
        var timeout = new SocketTimeoutException("no progress within " + limit);
        timeout.initCause(thrown);
        return timeout;
    }

    private void watch() {
        try {
            while (true) {
                long remaining = deadline - nanoTime.getAsLong();
                if (remaining <= 0) break;
                if (done.await(remaining, TimeUnit.NANOSECONDS)) return;
            }
            bitten = true;
            socket.close();
        } catch (IOException e) {
            return; // closed is closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
    }
}
