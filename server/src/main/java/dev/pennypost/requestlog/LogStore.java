package dev.pennypost.requestlog;

import dev.pennypost.storage.Conditions;
import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.PatientSearch;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The SQL of the request log.
final class LogStore {
    private static final String COLUMNS = "id, team_id, key_id, created_at, method, endpoint, status, user_agent";

    /// Requests with such a status or a higher one have an index.
    private static final int FAILED = 400;

    /// Bodies are kept in the row as far as they fit into a page: compressing them and storing them elsewhere
    /// costs more than their room.
    private final DayPartitions partitions = new DayPartitions("request_logs", "toast_tuple_target = 8160");

    /// Writes requests whose days have their partitions. Nobody waits for it to reach the disk.
    void insert(Transaction tx, List<Entry> entries) {
        tx.handle().execute("set local synchronous_commit = off");
        try (PreparedStatement insert = tx.connection().prepareStatement("""
                insert into request_logs (team_id, id, key_id, created_at, method, endpoint, status, user_agent,
                                          request_body, response_body)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (Entry entry : entries) {
                bind(insert, entry);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot store requests", broken);
        }
    }

    private static void bind(PreparedStatement insert, Entry entry) throws SQLException {
        var request = entry.request();
        insert.setObject(1, request.team().value());
        insert.setObject(2, request.id().value());
        insert.setObject(3, request.key());
        insert.setTimestamp(4, Timestamp.from(request.createdAt()));
        insert.setString(5, request.method());
        insert.setString(6, request.endpoint());
        insert.setInt(7, request.status());
        insert.setString(8, request.userAgent());
        insert.setString(9, entry.bodies().request());
        insert.setString(10, entry.bodies().response());
    }

    Optional<Page<LoggedRequest>> page(Transaction tx, TeamId team, LogFilter filter, PageRequest page) {
        Conditions asked = conditions(filter);
        String from = "(select * from request_logs where team_id = :team" + asked.sql() + ") as logs";
        return Keyset.page(tx, COLUMNS, from, asked.values(), team.value(), page, (row, _) -> read(row));
    }

    Optional<LogsFound> search(Transaction tx, TeamId team, LogFilter filter, PageRequest page, Duration patience) {
        boolean isIndexed = isOfFailures(filter);
        return PatientSearch.page(
                        tx,
                        COLUMNS,
                        "request_logs",
                        team.value(),
                        isIndexed ? status(along(filter), filter) : along(filter),
                        isIndexed ? fits(filter) : status(fits(filter), filter),
                        page,
                        patience,
                        (row, _) -> read(row))
                .map(found -> new LogsFound(
                        found.page(), found.searchedTo() == null ? null : new RequestId(found.searchedTo())));
    }

    private static Conditions conditions(LogFilter filter) {
        return status(along(filter), filter).and(fits(filter));
    }

    /// What indexes serve.
    private static Conditions along(LogFilter filter) {
        return new Conditions()
                .and("key_id = :key", "key", filter.key())
                .and("id >= :from", "from", filter.from() == null ? null : Ids.lowest(filter.from()))
                .and("id < :to", "to", filter.to() == null ? null : Ids.lowest(filter.to()));
    }

    private static Conditions status(Conditions all, LogFilter filter) {
        // said as a constant, so that the plan may rely on the index of such requests
        if (isOfFailures(filter)) all.and("status >= " + FAILED);
        return all.and("status >= :lowest", "lowest", filter.lowestStatus())
                .and("status <= :highest", "highest", filter.highestStatus());
    }

    private static boolean isOfFailures(LogFilter filter) {
        return filter.lowestStatus() != null && filter.lowestStatus() >= FAILED;
    }

    private static Conditions fits(LogFilter filter) {
        return new Conditions()
                .and("method = :method", "method", filter.method())
                .and("position(:path in endpoint) > 0", "path", filter.path())
                .and("position(lower(:agent) in lower(user_agent)) > 0", "agent", filter.userAgent());
    }

    Optional<LoggedRequest> find(Transaction tx, TeamId team, RequestId id) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from request_logs where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    Optional<Bodies> bodies(Transaction tx, TeamId team, RequestId id) {
        return tx.handle()
                .createQuery("""
                        select request_body, response_body from request_logs where team_id = :team and id = :id""")
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> new Bodies(row.getString("request_body"), row.getString("response_body")))
                .findOne();
    }

    /// Makes the partition of a day where it is missing.
    void open(Transaction tx, LocalDate day) {
        partitions.open(tx, day);
    }

    /// Drops the partitions of days before this one.
    void drop(Transaction tx, LocalDate before) {
        partitions.drop(tx, before);
    }

    private static LoggedRequest read(ResultSet row) throws SQLException {
        return new LoggedRequest(
                new RequestId(row.getObject("id", UUID.class)),
                new TeamId(row.getObject("team_id", UUID.class)),
                row.getObject("key_id", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                row.getString("method"),
                row.getString("endpoint"),
                row.getInt("status"),
                row.getString("user_agent"));
    }
}
