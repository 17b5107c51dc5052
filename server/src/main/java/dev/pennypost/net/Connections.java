package dev.pennypost.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Connections that wait for another exchange with the same origin (RFC 9110 §4.3.1), the last used first. One waits
/// for [#IDLE] at most, because servers hang up on those that wait for long, and lives for [#AGE] at most, because
/// its address was checked before it was dialled and names come to lead elsewhere.
final class Connections {
    static final Duration IDLE = Duration.ofSeconds(5);
    static final Duration AGE = Duration.ofSeconds(60);

    private final int mostEach;
    private final int mostInAll;
    private final LongSupplier nanos;
    private final Map<Origin, Deque<Connection>> idle = new HashMap<>();
    private int waiting;
    private boolean sweeping;

    /// @param nanos as [System#nanoTime] tells them
    Connections(int mostEach, int mostInAll, LongSupplier nanos) {
        this.mostEach = mostEach;
        this.mostInAll = mostInAll;
        this.nanos = nanos;
    }

    /// The time it is.
    long now() {
        return nanos.getAsLong();
    }

    /// One that waits; null when none does.
    @Nullable
    Connection take(Origin origin) {
        var stale = new ArrayList<Connection>();
        Connection found = takeFresh(origin, stale);
        stale.forEach(Connection::close);
        return found;
    }

    private synchronized @Nullable Connection takeFresh(Origin origin, List<Connection> stale) {
        Deque<Connection> waits = idle.get(origin);
        while (waits != null && !waits.isEmpty()) {
            Connection last = waits.removeLast();
            if (waits.isEmpty()) idle.remove(origin);
            waiting--;
            if (last.isFresh(nanos.getAsLong()) && last.isSilent()) return last;
            stale.add(last);
        }
        return null;
    }

    /// Has it wait for another exchange, or closes it where enough wait or it is too old.
    void keep(Origin origin, Connection connection) {
        connection.idleSince = nanos.getAsLong();
        if (!connection.isFresh(connection.idleSince) || !hasRoomFor(origin, connection)) connection.close();
    }

    private synchronized boolean hasRoomFor(Origin origin, Connection connection) {
        Deque<Connection> waits = idle.computeIfAbsent(origin, _ -> new ArrayDeque<>());
        if (waiting >= mostInAll || waits.size() >= mostEach) {
            if (waits.isEmpty()) idle.remove(origin);
            return false;
        }
        waits.addLast(connection);
        waiting++;
        if (!sweeping) sweepLater();
        return true;
    }

    private void sweepLater() {
        sweeping = true;
        CompletableFuture.delayedExecutor(IDLE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> sweep().forEach(Connection::close));
    }

    /// Takes out those that have waited for too long.
    synchronized List<Connection> sweep() {
        long now = nanos.getAsLong();
        var stale = new ArrayList<Connection>();
        for (Deque<Connection> waits : idle.values())
            waits.removeIf(connection -> !connection.isFresh(now) && stale.add(connection));
        idle.values().removeIf(Deque::isEmpty);
        waiting -= stale.size();
        sweeping = false;
        if (waiting > 0) sweepLater();
        return stale;
    }

    synchronized int waiting() {
        return waiting;
    }

    /// What a connection leads to.
    record Origin(String scheme, String host, int port) {
        static Origin of(URI url, String host, int port) {
            return new Origin(url.getScheme().toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT), port);
        }
    }

    /// A connection that was dialled.
    static final class Connection {
        /// What closes it at once, without a word of TLS.
        final Socket plain;

        final Socket socket;
        final BufferedInputStream in;
        private final long checkedAt;
        private long idleSince;

        /// @param checkedAt when its address was looked up, as of [Connections#now]
        Connection(Socket plain, Socket socket, long checkedAt) throws IOException {
            this.plain = plain;
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.checkedAt = checkedAt;
            this.idleSince = checkedAt;
        }

        private boolean isFresh(long now) {
            return !plain.isClosed() && now - idleSince < IDLE.toNanos() && now - checkedAt < AGE.toNanos();
        }

        /// What a server says without being asked answers no question of ours.
        private boolean isSilent() {
            try {
                return in.available() == 0;
            } catch (IOException gone) {
                return false;
            }
        }

        void close() {
            try {
                plain.close();
            } catch (IOException alreadyGone) {
                // closed either way
            }
        }
    }
}
