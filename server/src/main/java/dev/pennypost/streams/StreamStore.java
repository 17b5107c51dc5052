package dev.pennypost.streams;

import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The SQL of streams.
final class StreamStore {
    private static final String COLUMNS =
            "id, topic, events, status, created_at, failure, failure_detail, failing_since";

    void insert(Transaction tx, TeamId team, EventStream stream) {
        tx.handle()
                .createUpdate("""
                        insert into event_streams (id, team_id, topic, events, status, created_at, due)
                        values (:id, :team, :topic, :events, :status, :created, :created)""")
                .bind("id", stream.id().value())
                .bind("team", team.value())
                .bind("topic", stream.details().topic())
                .bind("events", array(stream.details().events()))
                .bind("status", word(stream.details().status()))
                .bind("created", stream.createdAt())
                .execute();
    }

    Optional<EventStream> get(Transaction tx, TeamId team, StreamId id) {
        return find(tx, team, id, "");
    }

    /// The stream, which nobody else changes before the transaction ends.
    Optional<EventStream> lock(Transaction tx, TeamId team, StreamId id) {
        return find(tx, team, id, " for update");
    }

    private static Optional<EventStream> find(Transaction tx, TeamId team, StreamId id, String lock) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from event_streams where team_id = :team and id = :id" + lock)
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    Optional<Page<EventStream>> page(Transaction tx, TeamId team, PageRequest page) {
        return Keyset.page(tx, COLUMNS, "event_streams", team.value(), page, (row, _) -> read(row));
    }

    /// What kept events from arriving is forgotten: they are tried at once.
    void update(Transaction tx, TeamId team, StreamId id, StreamDetails details, Instant now) {
        tx.handle()
                .createUpdate("""
                        update event_streams
                           set topic = :topic, events = :events, status = :status, failure = null,
                               failure_detail = null, failing_since = null, failures = 0,
                               due = case when leased_by is null then :now else due end
                         where team_id = :team and id = :id""")
                .bind("topic", details.topic())
                .bind("events", array(details.events()))
                .bind("status", word(details.status()))
                .bind("now", now)
                .bind("team", team.value())
                .bind("id", id.value())
                .execute();
    }

    /// Its messages go with it.
    boolean delete(Transaction tx, TeamId team, StreamId id) {
        return tx.handle()
                        .createUpdate("delete from event_streams where team_id = :team and id = :id")
                        .bind("team", team.value())
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /// Whose stream it is.
    UUID team(Transaction tx, StreamId id) {
        return tx.handle()
                .createQuery("select team_id from event_streams where id = :id")
                .bind("id", id.value())
                .mapTo(UUID.class)
                .one();
    }

    Set<UUID> teamsThatListen(Transaction tx) {
        return tx.handle()
                .createQuery("select distinct team_id from event_streams where status = 'enabled'")
                .mapTo(UUID.class)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The enabled streams of these teams. They cannot be deleted before the transaction ends, so that
    /// messages for them can be inserted.
    Map<UUID, List<EventStream>> enabledOf(Transaction tx, Collection<UUID> teams) {
        record Owned(UUID team, EventStream stream) {}
        return tx.handle()
                .createQuery("select team_id, " + COLUMNS + " from event_streams"
                        + " where team_id = any(:teams) and status = 'enabled' order by id for key share")
                .bindArray("teams", UUID.class, (Object[]) teams.toArray(UUID[]::new))
                .map((row, _) -> new Owned(row.getObject("team_id", UUID.class), read(row)))
                .collect(Collectors.groupingBy(Owned::team, Collectors.mapping(Owned::stream, Collectors.toList())));
    }

    /// Leases streams that are due and have something waiting to one node, those that have waited longest
    /// first.
    ///
    /// @param busy those the node is at work on already
    List<Leased> lease(Transaction tx, Lease lease, Collection<UUID> busy, int most) {
        return tx.handle()
                .createQuery("""
                        with taken as (
                            select s.id from event_streams s
                             where s.status = 'enabled' and s.due <= :now and s.id <> all(:busy)
                               and exists (select from event_stream_messages m
                                            where m.stream_id = s.id and m.status = 'pending')
                             order by s.due limit :most for update skip locked)
                        update event_streams s set leased_by = :node, due = :ends
                          from taken where s.id = taken.id
                        returning s.id, s.topic, s.failures, s.failure, s.failing_since""")
                .bind("now", lease.from())
                .bindArray("busy", UUID.class, (Object[]) busy.toArray(UUID[]::new))
                .bind("most", most)
                .bind("node", lease.node())
                .bind("ends", lease.ends())
                .map((row, _) -> new Leased(
                        new StreamId(row.getObject("id", UUID.class)),
                        row.getString("topic"),
                        row.getInt("failures"),
                        failure(row),
                        instant(row, "failing_since")))
                .list();
    }

    /// Keeps a lease after something was sent; says whether the node still has it, and the stream is as it was.
    boolean extend(Transaction tx, Leased stream, Lease lease) {
        return tx.handle()
                        .createUpdate("""
                                update event_streams
                                   set due = :ends, failure = null, failure_detail = null, failing_since = null,
                                       failures = 0
                                 where id = :id and leased_by = :node and status = 'enabled' and topic = :topic""")
                        .bind("ends", lease.ends())
                        .bind("id", stream.id().value())
                        .bind("node", lease.node())
                        .bind("topic", stream.topic())
                        .execute()
                == 1;
    }

    /// Gives a stream back, to be taken again at once.
    void release(Transaction tx, Leased stream, String node, Instant now) {
        tx.handle()
                .createUpdate(
                        "update event_streams set leased_by = null, due = :now where id = :id and leased_by = :node")
                .bind("now", now)
                .bind("id", stream.id().value())
                .bind("node", node)
                .execute();
    }

    /// Gives a stream back that cannot be sent now; says whether it was, for one that has another topic
    /// meanwhile is not.
    ///
    /// @param disabled whether it will not be taken again
    boolean postpone(
            Transaction tx, Leased stream, String node, Trouble trouble, int failures, Instant due, boolean disabled) {
        return tx.handle()
                        .createUpdate("""
                                update event_streams
                                   set leased_by = null, due = :due, failures = :failures, failure = :failure,
                                       failure_detail = :detail, failing_since = :since,
                                       status = case when :disabled then 'disabled' else status end
                                 where id = :id and leased_by = :node and topic = :topic""")
                        .bind("due", due)
                        .bind("failures", failures)
                        .bind("failure", word(trouble.failure()))
                        .bind("detail", trouble.detail())
                        .bind("since", trouble.since())
                        .bind("disabled", disabled)
                        .bind("id", stream.id().value())
                        .bind("node", node)
                        .bind("topic", stream.topic())
                        .execute()
                == 1;
    }

    /// Gives back what the node had leased when it stopped.
    void releaseAll(Transaction tx, String node, Instant now) {
        tx.handle()
                .createUpdate("update event_streams set leased_by = null, due = :now where leased_by = :node")
                .bind("now", now)
                .bind("node", node)
                .execute();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Failure failure(ResultSet row) throws SQLException {
        String word = row.getString("failure");
        return word == null ? null : Failure.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String @Nullable [] array(@Nullable List<String> events) {
        return events == null ? null : events.toArray(String[]::new);
    }

    private static EventStream read(ResultSet row) throws SQLException {
        var details = new StreamDetails(
                row.getString("topic"),
                events(row),
                StreamStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)));
        return new EventStream(
                new StreamId(row.getObject("id", UUID.class)),
                details,
                trouble(row),
                row.getTimestamp("created_at").toInstant());
    }

    private static @Nullable Trouble trouble(ResultSet row) throws SQLException {
        Failure failure = failure(row);
        Instant since = instant(row, "failing_since");
        String detail = row.getString("failure_detail");
        return failure == null || since == null ? null : new Trouble(failure, detail == null ? "" : detail, since);
    }

    private static @Nullable List<String> events(ResultSet row) throws SQLException {
        var events = row.getArray("events");
        return events == null ? null : List.of((String[]) events.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /// Who takes streams, and until when they are its.
    record Lease(String node, Instant from, Instant ends) {}

    /// A stream that this node has to itself.
    ///
    /// @param failures how often it has been tried in vain
    /// @param failure what it was last time, null when it went well
    record Leased(
            StreamId id,
            String topic,
            int failures,
            @Nullable Failure failure,
            @Nullable Instant failingSince) {
        /// The same after something was sent.
        Leased healthy() {
            return new Leased(id, topic, 0, null, null);
        }
    }
}
