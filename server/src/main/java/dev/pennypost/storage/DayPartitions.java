package dev.pennypost.storage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;

/// The partitions of a table whose rows are found by a UUID of version 7: one for each day of UTC, made ahead and
/// dropped whole when it is old. Deleting row by row costs as much as writing did; dropping costs nothing.
public final class DayPartitions {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private final String table;
    private final String options;

    /// @param table a name of ours, never anybody's input
    /// @param options of each partition, as SQL; empty for none
    public DayPartitions(String table, String options) {
        this.table = table;
        this.options = options;
    }

    /// The day of an id.
    public static LocalDate dayOf(UUID id) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16), ZoneOffset.UTC);
    }

    /// Makes the partition of a day where it is missing.
    public void open(Transaction tx, LocalDate day) {
        lock(tx);
        tx.handle()
                .execute("create table if not exists " + partition(day) + " partition of " + table
                        + " for values from ('" + lowest(day) + "') to ('" + lowest(day.plusDays(1)) + "')"
                        + (options.isEmpty() ? "" : " with (" + options + ")"));
    }

    /// Whether a day has its partition.
    public boolean isOpen(Transaction tx, LocalDate day) {
        return tx.handle()
                .createQuery("select to_regclass(:partition) is not null")
                .bind("partition", partition(day))
                .mapTo(Boolean.class)
                .one();
    }

    /// Drops the partitions of days before this one.
    public void drop(Transaction tx, LocalDate before) {
        lock(tx);
        for (LocalDate day : days(tx)) if (day.isBefore(before)) dropDay(tx, day);
    }

    /// Drops the partition of a day where there is one. Detached first, because what another table refers to cannot be
    /// dropped while it is part of the whole; rows that refer to it are to go before.
    public void dropDay(Transaction tx, LocalDate day) {
        lock(tx);
        if (!days(tx).contains(day)) return;
        tx.handle().execute("alter table " + table + " detach partition " + partition(day));
        tx.handle().execute("drop table " + partition(day));
    }

    /// Keeps everybody else away from the table until the transaction ends. For changes to two tables: whoever uses
    /// both
    /// has to come by them in the same order.
    public void take(Transaction tx) {
        lock(tx);
        tx.handle().execute("lock table " + table + " in access exclusive mode");
    }

    /// The days that have a partition, the oldest first.
    public List<LocalDate> days(Transaction tx) {
        return tx.handle()
                .createQuery("""
                        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                         where i.inhparent = cast(:table as regclass) order by c.relname""")
                .bind("table", table)
                .mapTo(String.class)
                .map(name -> LocalDate.parse(name.substring(table.length() + 1), DAY))
                .list();
    }

    private String partition(LocalDate day) {
        return table + "_" + DAY.format(day);
    }

    /// One process at a time; and whoever has to wait for readers lets those behind it go first.
    private void lock(Transaction tx) {
        tx.handle().execute("set local lock_timeout = '5s'");
        tx.handle()
                .createQuery("select pg_advisory_xact_lock(hashtextextended(:table, 0)) is null")
                .bind("table", table)
                .mapTo(Boolean.class)
                .one();
    }

    /// An id that no id of the day or later precedes.
    public static UUID lowest(LocalDate day) {
        return Ids.lowest(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
