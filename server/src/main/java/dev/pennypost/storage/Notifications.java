package dev.pennypost.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Word from other processes on the same database that something has changed, over a connection of its own. A word may
/// be lost while that connection is down: whoever listens looks now and then without one, and is woken after each
/// reconnection.
public final class Notifications implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Notifications.class.getName());
    private static final Duration BEFORE_RECONNECTING = Duration.ofSeconds(1);
    private static final int HEAR_FOR_MILLIS = 1_000;

    private final Database.Address address;
    private final Map<String, CopyOnWriteArrayList<Runnable>> listeners = new ConcurrentHashMap<>();
    private volatile @Nullable Connection connection;
    private volatile boolean changed;
    private volatile boolean closed;
    private @Nullable Thread thread;

    Notifications(Database.Address address) {
        this.address = address;
    }

    /// Says on a channel that something has changed; heard once the transaction has committed. Commits that carry a
    /// word wait for each other, so this is for what is rare.
    public static void notify(Transaction tx, String channel) {
        tx.handle()
                .createQuery("select pg_notify(:channel, '')")
                .bind("channel", channel)
                .mapTo(String.class)
                .list();
    }

    /// Has an action run when there is word on a channel; it must be quick, and may run without need.
    ///
    /// @param channel a name of ours, never anybody's input
    /// @return ends it when closed
    public Subscription listen(String channel, Runnable action) {
        var actions = listeners.computeIfAbsent(channel, _ -> new CopyOnWriteArrayList<>());
        actions.add(action);
        changed = true;
        begin();
        return () -> actions.remove(action);
    }

    /// Somebody who listens.
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private synchronized void begin() {
        if (thread == null && !closed)
            thread = Thread.ofVirtual().name("notifications").start(this::run);
    }

    @Override
    public void close() {
        closed = true;
        abort(connection);
        Thread running = begun();
        if (running == null) return;
        LockSupport.unpark(running);
        try {
            running.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Thread begun() {
        return thread;
    }

    private void run() {
        while (!closed) {
            try (Connection opened = DriverManager.getConnection(address.url(), address.user(), address.password())) {
                connection = opened;
                changed = true;
                hear(opened);
            } catch (SQLException broken) {
                if (closed) return;
                LOG.log(System.Logger.Level.WARNING, "no word from other nodes for now: " + broken.getMessage());
                LockSupport.parkNanos(BEFORE_RECONNECTING.toNanos());
            }
        }
    }

    private void hear(Connection opened) throws SQLException {
        var postgres = opened.unwrap(PGConnection.class);
        while (!closed) {
            if (changed) subscribe(opened);
            var heard = postgres.getNotifications(HEAR_FOR_MILLIS);
            if (heard == null) continue;
            for (var one : heard) tell(one.getName());
        }
    }

    /// What was said before nobody heard, so everybody looks.
    private void subscribe(Connection opened) throws SQLException {
        changed = false;
        for (String channel : listeners.keySet()) {
            try (Statement listen = opened.createStatement()) {
                listen.execute("listen " + channel);
            }
            tell(channel);
        }
    }

    private void tell(String channel) {
        for (Runnable action : listeners.getOrDefault(channel, new CopyOnWriteArrayList<>())) {
            try {
                action.run();
            } catch (RuntimeException failed) {
                LOG.log(System.Logger.Level.ERROR, "word on " + channel + " was not heeded", failed);
            }
        }
    }

    private static void abort(@Nullable Connection open) {
        try {
            if (open != null) open.abort(Runnable::run);
        } catch (SQLException gone) {
            LOG.log(System.Logger.Level.DEBUG, "the connection was gone", gone);
        }
    }
}
