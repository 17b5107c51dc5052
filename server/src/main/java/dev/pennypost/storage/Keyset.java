package dev.pennypost.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/// Reads pages by keyset: from a cursor on along the index (team_id, id), so a page costs the same however long the
/// list is.
public final class Keyset {
    private Keyset() {}

    /// Reads one page of a team's rows; empty when the cursor is not one of them.
    ///
    /// @param from a table or a parenthesised query with an alias, having the columns `team_id` and
    ///     `id` (UUID version 7)
    public static <T> Optional<Page<T>> page(
            Transaction tx, String columns, String from, UUID team, PageRequest request, RowMapper<T> row) {
        return page(tx, columns, from, Map.of(), team, request, row);
    }

    /// The same for a query with parameters of its own.
    ///
    /// @param parameters their values by name; `team`, `cursor` and `limit` are taken
    public static <T> Optional<Page<T>> page(
            Transaction tx,
            String columns,
            String from,
            Map<String, ?> parameters,
            UUID team,
            PageRequest request,
            RowMapper<T> row) {
        if (!knowsCursor(tx, from, parameters, team, request)) return Optional.empty();
        return Optional.of(
                request.before() == null
                        ? older(tx, columns, from, parameters, team, request, row)
                        : newer(tx, columns, from, parameters, team, request, row));
    }

    private static <T> Page<T> older(
            Transaction tx,
            String columns,
            String from,
            Map<String, ?> parameters,
            UUID team,
            PageRequest request,
            RowMapper<T> row) {
        String cursor = request.after() == null ? "" : " and id < :cursor";
        String rest = cursor + " order by id desc";
        var found = rows(tx, columns, from, rest, parameters, team, request.after(), request, row);
        return new Page<>(atMost(found, request.limit()), found.size() > request.limit());
    }

    private static <T> Page<T> newer(
            Transaction tx,
            String columns,
            String from,
            Map<String, ?> parameters,
            UUID team,
            PageRequest request,
            RowMapper<T> row) {
        String rest = " and id > :cursor order by id asc";
        var found = rows(tx, columns, from, rest, parameters, team, request.before(), request, row);
        return new Page<>(atMost(found, request.limit()).reversed(), found.size() > request.limit());
    }

    private static <T> List<T> rows(
            Transaction tx,
            String columns,
            String from,
            String rest,
            Map<String, ?> parameters,
            UUID team,
            @Nullable UUID cursor,
            PageRequest request,
            RowMapper<T> row) {
        var query = tx.handle()
                .createQuery("select " + columns + " from " + from + " where team_id = :team" + rest + " limit :limit")
                .bind("team", team)
                .bind("limit", request.limit() + 1)
                .bindMap(parameters);
        if (cursor != null) query.bind("cursor", cursor);
        return query.map(row).list();
    }

    private static boolean knowsCursor(
            Transaction tx, String from, Map<String, ?> parameters, UUID team, PageRequest request) {
        UUID cursor = request.after() != null ? request.after() : request.before();
        if (cursor == null) return true;
        return tx.handle()
                .createQuery("select true from " + from + " where team_id = :team and id = :cursor")
                .bind("team", team)
                .bind("cursor", cursor)
                .bindMap(parameters)
                .mapTo(Boolean.class)
                .findOne()
                .isPresent();
    }

    private static <T> List<T> atMost(List<T> rows, int limit) {
        return rows.size() <= limit ? rows : new ArrayList<>(rows.subList(0, limit));
    }
}
