package dev.pennypost.webhooks;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Which teams have a webhook that messages are made for, in memory: asked for every event that is published,
/// inside the publishing transaction, so it must never wait for a connection. What another node changes is seen
/// here some seconds later; an event in between goes by untold.
final class Subscribers implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Database database;
    private final WebhookStore store;
    private final Supplier<Instant> keptSince;
    private final Loop loop;
    private volatile @Nullable Set<UUID> teams;

    /// @param keptSince messages are still made for what we disabled after this
    Subscribers(Database database, WebhookStore store, Supplier<Instant> keptSince) {
        this.database = database;
        this.store = store;
        this.keptSince = keptSince;
        this.loop = Loop.named("webhook-subscribers", EVERY, () -> {
            refresh();
            return false;
        });
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
        teams = database.inTransaction(tx -> store.teamsThatListen(tx, keptSince.get()));
    }

    @Override
    public void close() {
        loop.close();
    }
}
