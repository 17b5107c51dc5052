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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a partition of messages and one of attempts for each day, and drops those of days that are old and
/// have nothing left to send. New messages get newer ids, so a day with nothing left has something again only
/// when a message of it is replayed: whoever replays one says so, and other nodes find out within a minute.
final class MessageDays implements AutoCloseable {
    private static final Duration EVERY = Duration.ofHours(1);

    private final Database database;
    private final int keepDays;
    private final InstantSource clock;
    private final MessageQueue queue = new MessageQueue();
    private final DayPartitions messages =
            new DayPartitions("webhook_messages", "autovacuum_vacuum_scale_factor = 0.02");
    private final DayPartitions attempts = new DayPartitions("webhook_attempts", "");
    private final Set<LocalDate> open = ConcurrentHashMap.newKeySet();
    private final Loop turning = Loop.named("webhook-days", Duration.ofMinutes(1), this::round);
    private Instant turned = Instant.EPOCH;
    private volatile UUID since = Ids.lowest(Instant.EPOCH);
    private int reopenings;

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

    /// Messages of the day of this one are sent again.
    synchronized void reopen(UUID message) {
        reopenings++;
        UUID lowest = DayPartitions.lowest(DayPartitions.dayOf(message));
        if (lowest.compareTo(since) < 0) since = lowest;
    }

    private boolean round() {
        if (Duration.between(turned, clock.instant()).compareTo(EVERY) >= 0) turn();
        else look();
        return false;
    }

    /// Makes the partitions that are needed soon, and drops those that are not needed any more.
    void turn() {
        turned = clock.instant();
        LocalDate today = today();
        for (LocalDate day : List.of(today, today.plusDays(1))) database.useTransaction(tx -> open(tx, day));
        LocalDate first = today.minusDays(Math.max(1, keepDays));
        for (LocalDate day : look()) if (day.isBefore(first)) drop(day);
    }

    /// Finds out since when something waits; says which days before today have nothing left.
    private List<LocalDate> look() {
        int before = reopenings();
        LocalDate today = today();
        // What was made before midnight may be committed after it.
        LocalDate earliest = today.minusDays(1);
        var settled = new ArrayList<LocalDate>();
        for (LocalDate day : database.inTransaction(messages::days)) {
            if (!day.isBefore(today)) continue;
            boolean waits = database.inTransaction(tx -> queue.waits(tx, day));
            if (waits && day.isBefore(earliest)) earliest = day;
            if (!waits) settled.add(day);
        }
        found(DayPartitions.lowest(earliest), before);
        return settled;
    }

    private synchronized int reopenings() {
        return reopenings;
    }

    /// What was reopened during the look was perhaps not seen by it.
    private synchronized void found(UUID earliest, int before) {
        if (before == reopenings || earliest.compareTo(since) < 0) since = earliest;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
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
