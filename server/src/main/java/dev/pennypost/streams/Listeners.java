package dev.pennypost.streams;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which teams have an enabled stream, in memory: asked for every event that is published, inside the
/// publishing transaction, so it must never wait for a connection. What another node changes is seen here
/// some seconds later; an event in between goes by untold.
final class Listeners implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Database database;
    private final StreamStore store = new StreamStore();
    private final Loop loop = Loop.named("event-stream-listeners", EVERY, () -> {
        refresh();
        return false;
    });
    private volatile @Nullable Set<UUID> teams;

    Listeners(Database database) {
        this.database = database;
    }

    /// Reads once, then goes on reading in the background.
    void start() {
        refresh();
        loop.start();
    }

    /// Whether the team has one. Until the first reading every team may have one: what the outbox still holds
    /// from the last run must not be taken for unwanted.
    boolean has(UUID team) {
        Set<UUID> known = teams;
        return known == null || known.contains(team);
    }

    /// Reads the teams again. One reader at a time: an older answer must not replace a newer one. Not to be
    /// called inside a transaction, for it takes a connection of its own.
    synchronized void refresh() {
        teams = database.inTransaction(store::teamsThatListen);
    }

    @Override
    public void close() {
        loop.close();
    }
}
