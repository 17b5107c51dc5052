package dev.pennypost.webhooks;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a partition of messages and one of attempts for each day, and drops those of days that are old and have
/// nothing left to send. A message that is settled stays so and new ones get newer ids, so a day with nothing left
/// never has something again.
final class MessageDays implements AutoCloseable {
    private final Database database;
    private final int keepDays;
    private final InstantSource clock;
    private final MessageQueue queue = new MessageQueue();
    private final DayPartitions messages =
            new DayPartitions("webhook_messages", "autovacuum_vacuum_scale_factor = 0.02");
    private final DayPartitions attempts = new DayPartitions("webhook_attempts", "");
    private final Set<LocalDate> open = ConcurrentHashMap.newKeySet();
    private final Loop turning = Loop.named("webhook-days", Duration.ofHours(1), this::turn);
    private volatile UUID since = Ids.lowest(Instant.EPOCH);

    MessageDays(Database database, int keepDays, InstantSource clock) {
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

    /// No message with an id below this one waits.
    UUID since() {
        return since;
    }

    /// Makes sure that messages made now can be written.
    void prepare(Transaction tx, Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (open.contains(day)) return;
        open(tx, day);
        tx.afterCommit(() -> open.add(day));
    }

    private void open(Transaction tx, LocalDate day) {
        messages.open(tx, day);
        attempts.open(tx, day);
    }

    boolean turn() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (LocalDate day : List.of(today, today.plusDays(1))) database.useTransaction(tx -> open(tx, day));
        // What was made before midnight may be committed after it.
        LocalDate earliest = today.minusDays(1);
        LocalDate first = today.minusDays(Math.max(1, keepDays));
        for (LocalDate day : database.inTransaction(messages::days)) {
            if (!day.isBefore(today)) continue;
            boolean waits = database.inTransaction(tx -> queue.waits(tx, day));
            if (waits && day.isBefore(earliest)) earliest = day;
            if (!waits && day.isBefore(first)) drop(day);
        }
        since = DayPartitions.lowest(earliest);
        return false;
    }

    private void drop(LocalDate day) {
        open.remove(day);
        database.useTransaction(tx -> {
            // Settling comes by messages first and by attempts then; the other way round would be a deadlock.
            messages.take(tx);
            attempts.dropDay(tx, day);
            messages.dropDay(tx, day);
        });
    }
}
