package dev.pennypost.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/// Looks for rows that no index finds: one after another along the index (team_id, id), from a cursor on, until a page
/// is full or time is up. So a page costs no more than it may, however long the list is.
public final class PatientSearch {
    private PatientSearch() {}

    /// What was found in time.
    ///
    /// @param page the rows, and whether there are more or were more to look at
    /// @param searchedTo the row that was looked at last, where time ran out before the page was full: the search
    ///     goes on from there; null where it did not
    public record Found<T>(Page<T> page, @Nullable UUID searchedTo) {}

    /// One page of a team's rows that fit; empty when the cursor is not one of its rows.
    ///
    /// @param table having the columns `team_id` and `id` (UUID version 7)
    /// @param along what an index narrows the list by; `team`, `cursor`, `patience` and `limit` are taken
    /// @param fits what is asked of each row
    public static <T> Optional<Found<T>> page(
            Transaction tx,
            String columns,
            String table,
            UUID team,
            Conditions along,
            Conditions fits,
            PageRequest page,
            Duration patience,
            RowMapper<T> row) {
        UUID cursor = page.after() == null ? page.before() : page.after();
        if (cursor != null && !has(tx, table, team, cursor)) return Optional.empty();
        boolean newer = page.before() != null;
        String from = cursor == null ? "" : newer ? " and id > :cursor" : " and id < :cursor";
        String wanted = "(true" + fits.sql() + ")";
        // A row that does not fit and is there all the same says how far the search came before its time was up.
        var query = tx.handle()
                .createQuery("select " + columns + ", " + wanted + " as fits from " + table
                        + " where team_id = :team" + from + along.sql() + " and (" + wanted
                        + " or clock_timestamp() >= statement_timestamp() + make_interval(secs => :patience))"
                        + " order by id " + (newer ? "asc" : "desc") + " limit :limit")
                .bind("team", team)
                .bind("patience", patience.toNanos() / 1e9)
                .bind("limit", page.limit() + 1)
                .bindMap(along.values())
                .bindMap(fits.values());
        if (cursor != null) query.bind("cursor", cursor);
        List<Row<T>> rows = query.map((read, context) ->
                        new Row<>(row.map(read, context), read.getObject("id", UUID.class), read.getBoolean("fits")))
                .list();
        return Optional.of(found(rows, page));
    }

    private static boolean has(Transaction tx, String table, UUID team, UUID id) {
        return tx.handle()
                .createQuery("select 1 from " + table + " where team_id = :team and id = :id")
                .bind("team", team)
                .bind("id", id)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    private record Row<T>(T value, UUID id, boolean fits) {}

    private static <T> Found<T> found(List<Row<T>> rows, PageRequest page) {
        var values = new ArrayList<T>();
        for (Row<T> row : rows) {
            if (values.size() == page.limit()) return new Found<>(pageOf(values, page, true), null);
            if (!row.fits()) return new Found<>(pageOf(values, page, true), row.id());
            values.add(row.value());
        }
        return new Found<>(pageOf(values, page, false), null);
    }

    private static <T> Page<T> pageOf(List<T> values, PageRequest page, boolean hasMore) {
        return new Page<>(page.before() == null ? values : values.reversed(), hasMore);
    }
}
