package dev.pennypost.delivery;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.DayPartitions;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a partition of attempts for each day whose emails are under way, and drops those that nobody asks for anymore.
final class AttemptDays implements AutoCloseable {
    private final Database database;
    private final InstantSource clock;
    private final int keepDays;
    private final DayPartitions partitions = new DayPartitions("attempts", "");
    private final Set<LocalDate> open = ConcurrentHashMap.newKeySet();
    private final Loop turning = Loop.named("attempt-days", Duration.ofHours(1), this::turn);

    AttemptDays(Database database, int keepDays, InstantSource clock) {
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

    /// Makes sure that attempts for these emails can be written.
    void prepare(Collection<Settlement> settlements) {
        for (Settlement one : settlements) {
            LocalDate day = DayPartitions.dayOf(one.delivery().id().emailId());
            if (open.contains(day)) continue;
            database.useTransaction(tx -> partitions.open(tx, day));
            open.add(day);
        }
    }

    private boolean turn() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (LocalDate day : List.of(today, today.plusDays(1))) database.useTransaction(tx -> partitions.open(tx, day));
        LocalDate first = today.minusDays(keepDays);
        open.removeIf(day -> day.isBefore(first));
        database.useTransaction(tx -> partitions.drop(tx, first));
        return false;
    }
}
