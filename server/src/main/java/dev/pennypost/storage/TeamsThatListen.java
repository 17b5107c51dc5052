package dev.pennypost.storage;

import dev.pennypost.jobs.Loop;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which teams an [EventListener] has work for, in memory: asked for every event that is published, inside the
/// publishing transaction, so it must never wait for a connection. What another node changes is seen here some
/// seconds later; an event in between goes by untold.
public final class TeamsThatListen implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Database database;
    private final Function<Transaction, Set<UUID>> read;
    private final Loop loop;
    private volatile @Nullable Set<UUID> teams;

    /// @param name of the loop that reads them
    /// @param read the teams
    public TeamsThatListen(Database database, String name, Function<Transaction, Set<UUID>> read) {
        this.database = database;
        this.read = read;
        this.loop = Loop.named(name, EVERY, () -> {
            refresh();
            return false;
        });
    }

    /// Reads once, then goes on reading in the background.
    public void start() {
        refresh();
        loop.start();
    }

    /// Whether there is work for the team's events. Until the first reading every team may have some: what the outbox
    /// still holds from the last run must not be taken for unwanted.
    public boolean has(UUID team) {
        Set<UUID> known = teams;
        return known == null || known.contains(team);
    }

    /// Reads the teams again. One reader at a time: an older answer must not replace a newer one. Not to be called
    /// inside a transaction, for it takes a connection of its own.
    public synchronized void refresh() {
        teams = database.inTransaction(read);
    }

    @Override
    public void close() {
        loop.close();
    }
}
