package dev.pennypost.tracking;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.DayPartitions;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a partition of visits for each day whose emails are visited, and drops those of emails that are too old.
final class VisitDays {
    private final Database database;
    private final int keepDays;
    private final InstantSource clock;
    private final List<DayPartitions> tables =
            List.of(new DayPartitions("visits", ""), new DayPartitions("visit_tallies", ""));
    private final Set<LocalDate> open = ConcurrentHashMap.newKeySet();

    VisitDays(Database database, int keepDays, InstantSource clock) {
        this.database = database;
        this.keepDays = keepDays;
        this.clock = clock;
    }

    Loop turning() {
        return Loop.named("visit-days", Duration.ofHours(1), this::turn);
    }

    /// Makes sure that visits of an email can be written; says whether they are still.
    boolean prepare(UUID email) {
        LocalDate day = DayPartitions.dayOf(email);
        if (day.isBefore(oldest())) return false;
        if (!open.contains(day)) open(day);
        return true;
    }

    boolean turn() {
        LocalDate today = today();
        open(today);
        open(today.plusDays(1));
        LocalDate oldest = oldest();
        open.removeIf(day -> day.isBefore(oldest));
        for (DayPartitions table : tables) database.useTransaction(tx -> table.drop(tx, oldest));
        return false;
    }

    private void open(LocalDate day) {
        for (DayPartitions table : tables) database.useTransaction(tx -> table.open(tx, day));
        open.add(day);
    }

    private LocalDate oldest() {
        return today().minusDays(keepDays);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
