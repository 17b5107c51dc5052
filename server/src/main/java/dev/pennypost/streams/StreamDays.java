package dev.pennypost.streams;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a partition of messages for each day, and drops those of days that are old and have nothing left to
/// send.
final class StreamDays implements AutoCloseable {
    private final Database database;
    private final int keepDays;
    private final InstantSource clock;
    private final StreamMessageStore store = new StreamMessageStore();
    private final DayPartitions messages =
            new DayPartitions("event_stream_messages", "autovacuum_vacuum_scale_factor = 0.02");
    private final Set<LocalDate> open = ConcurrentHashMap.newKeySet();
    private final Loop turning = Loop.named("event-stream-days", Duration.ofHours(1), this::turn);

    StreamDays(Database database, int keepDays, InstantSource clock) {
        this.database = database;
        this.keepDays = keepDays;
        this.clock = clock;
    }

    void start() {
        turning.start();
    }

    @Override
    public void close() {
        turning.close();
    }

    /// Makes sure that messages made now can be written.
    void prepare(Transaction tx, Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (open.contains(day)) return;
        messages.open(tx, day);
        tx.afterCommit(() -> open.add(day));
    }

    boolean turn() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (LocalDate day : List.of(today, today.plusDays(1))) database.useTransaction(tx -> messages.open(tx, day));
        LocalDate first = today.minusDays(Math.max(1, keepDays));
        for (LocalDate day : database.inTransaction(messages::days)) {
            if (!day.isBefore(first)) continue;
            if (!database.inTransaction(tx -> store.waits(tx, day))) drop(day);
        }
        return false;
    }

    private void drop(LocalDate day) {
        open.remove(day);
        database.useTransaction(tx -> messages.dropDay(tx, day));
    }
}
