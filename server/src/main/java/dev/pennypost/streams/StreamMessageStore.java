package dev.pennypost.streams;

import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.streams.Broker.Outcome;
import dev.pennypost.streams.StreamMessage.Place;
import dev.pennypost.streams.StreamMessage.State;
import dev.pennypost.teams.TeamId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of events on their way into streams.
final class StreamMessageStore {
    /// Oldest first, as many as fit. An event that the outbox still holds may be one that another node is
    /// about to write here: whatever happened after it waits, or it would overtake. Events that could not be
    /// handled at first (`attempts`) are not waited for, because they may never be.
    private static final String TAKE = """
            select id, key, type, payload
              from (select m.*, sum(octet_length(m.payload)) over (order by m.event_id) as octets
                      from (select id, event_id, key, type, payload from event_stream_messages
                             where stream_id = :stream and status = 'pending'
                               and event_id < coalesce(
                                   (select id from outbox where attempts = 0 order by id limit 1),
                                   'ffffffff-ffff-ffff-ffff-ffffffffffff')
                             order by event_id limit :most) m) n
             where octets - octet_length(payload) < :octets
             order by event_id""";

    private static final String MESSAGE =
            "id, key, type, status, attempts, failure, failure_detail, created_at, sent_at, kafka_partition, kafka_offset";

    /// Node clocks may differ, and so the time in a message's id from that of its event.
    private static final Duration SKEW = Duration.ofHours(1);

    void insert(Transaction tx, List<NewMessage> messages) {
        try (var insert = tx.connection().prepareStatement("""
                        insert into event_stream_messages
                               (id, stream_id, team_id, event_id, key, type, payload, created_at, status)
                        values (?, ?, ?, ?, ?, ?, ?, ?, 'pending')""")) {
            for (NewMessage message : messages) {
                insert.setObject(1, message.id());
                insert.setObject(2, message.stream().value());
                insert.setObject(3, message.team());
                insert.setObject(4, message.event());
                insert.setString(5, message.key());
                insert.setString(6, message.type());
                insert.setString(7, message.payload());
                insert.setTimestamp(8, Timestamp.from(message.createdAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot write messages of event streams", broken);
        }
    }

    /// What is to be sent next of a stream that is leased. The first one is there whatever its size.
    List<Message> take(Transaction tx, StreamId stream, int most, int octets) {
        return tx.handle()
                .createQuery(TAKE)
                .bind("stream", stream.value())
                .bind("most", most)
                .bind("octets", octets)
                .map((row, _) -> new Message(
                        row.getObject("id", UUID.class),
                        row.getString("key"),
                        row.getString("type"),
                        row.getString("payload")))
                .list();
    }

    /// Writes down what became of messages. What was acknowledged stays so, even if somebody else sends it
    /// once more.
    void settle(Transaction tx, Map<Message, Outcome> outcomes, Instant now) {
        try (var update = tx.connection().prepareStatement("""
                        update event_stream_messages
                           set status = ?, attempts = attempts + 1, failure = ?, failure_detail = ?, sent_at = ?,
                               kafka_partition = ?, kafka_offset = ?
                         where id = ? and status = 'pending'""")) {
            for (Map.Entry<Message, Outcome> entry : outcomes.entrySet()) {
                if (!bind(update, entry.getValue(), now)) continue;
                update.setObject(7, entry.getKey().id());
                update.addBatch();
            }
            update.executeBatch();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot settle messages of event streams", broken);
        }
    }

    private static boolean bind(PreparedStatement update, Outcome outcome, Instant now) throws SQLException {
        return switch (outcome) {
            case Outcome.Acknowledged(int partition, long offset) -> {
                bind(update, State.SENT, null, null);
                update.setTimestamp(4, Timestamp.from(now));
                update.setInt(5, partition);
                update.setLong(6, offset);
                yield true;
            }
            case Outcome.Failed(Failure failure, String why) -> {
                bind(update, failure.isOfTheEvent() ? State.FAILED : State.PENDING, failure, why);
                update.setNull(4, Types.TIMESTAMP);
                update.setNull(5, Types.INTEGER);
                update.setNull(6, Types.BIGINT);
                yield true;
            }
            case Outcome.Untried() -> false;
        };
    }

    private static void bind(PreparedStatement update, State state, @Nullable Failure failure, @Nullable String why)
            throws SQLException {
        update.setString(1, StreamStore.word(state));
        update.setString(2, failure == null ? null : StreamStore.word(failure));
        update.setString(3, why);
    }

    /// Has messages sent again that were sent or given up, under the ids they have.
    int replay(Transaction tx, TeamId team, StreamId stream, Replay replay) {
        return tx.handle()
                .createUpdate("""
                        update event_stream_messages set status = 'pending'
                         where team_id = :team and stream_id = :stream and status = any(:statuses)
                           and created_at >= :since and created_at < :until
                           and id >= :first""")
                .bind("team", team.value())
                .bind("stream", stream.value())
                .bindArray("statuses", String.class, replay.states())
                .bind("since", replay.since())
                .bind("until", replay.until())
                .bind("first", Ids.lowest(replay.since().minus(SKEW)))
                .execute();
    }

    /// When the oldest event happened that is still to be sent; empty when none is.
    Optional<Instant> oldestWaiting(Transaction tx, TeamId team, StreamId stream) {
        return tx.handle()
                .createQuery("""
                        select created_at from event_stream_messages
                         where team_id = :team and stream_id = :stream and status = 'pending'
                         order by event_id limit 1""")
                .bind("team", team.value())
                .bind("stream", stream.value())
                .mapTo(Instant.class)
                .findOne();
    }

    /// The same over all enabled streams, for the operator.
    Optional<Instant> oldestWaiting(Transaction tx) {
        return tx.handle().createQuery("""
                        select o.created_at from event_streams s
                         cross join lateral (select created_at from event_stream_messages
                                              where stream_id = s.id and status = 'pending'
                                              order by event_id limit 1) o
                         where s.status = 'enabled' order by o.created_at limit 1""").mapTo(Instant.class).findOne();
    }

    /// A page of a stream's messages, those of one state or all.
    Optional<Page<StreamMessage>> page(
            Transaction tx, TeamId team, StreamId stream, @Nullable State state, PageRequest page) {
        String from = "(select * from event_stream_messages where stream_id = :stream"
                + (state == null ? "" : " and status = '" + StreamStore.word(state) + "'") + ") m";
        return Keyset.page(
                tx, MESSAGE, from, Map.of("stream", stream.value()), team.value(), page, (row, _) -> read(row));
    }

    /// Whether a message of the day is still to be sent.
    boolean waits(Transaction tx, LocalDate day) {
        return tx.handle()
                .createQuery("""
                        select exists (select from event_stream_messages m join event_streams s on s.id = m.stream_id
                                        where m.id >= :lowest and m.id < :next and m.status = 'pending'
                                          and s.status = 'enabled')""")
                .bind("lowest", DayPartitions.lowest(day))
                .bind("next", DayPartitions.lowest(day.plusDays(1)))
                .mapTo(Boolean.class)
                .one();
    }

    private static StreamMessage read(ResultSet row) throws SQLException {
        return new StreamMessage(
                row.getObject("id", UUID.class),
                row.getString("key"),
                row.getString("type"),
                State.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                StreamStore.failure(row),
                row.getString("failure_detail"),
                row.getTimestamp("created_at").toInstant(),
                place(row));
    }

    private static @Nullable Place place(ResultSet row) throws SQLException {
        Timestamp sentAt = row.getTimestamp("sent_at");
        if (sentAt == null) return null;
        return new Place(row.getInt("kafka_partition"), row.getLong("kafka_offset"), sentAt.toInstant());
    }

    /// A message as it enters the queue.
    ///
    /// @param event the outbox's id of it, by which messages are in order
    record NewMessage(
            UUID id,
            StreamId stream,
            UUID team,
            UUID event,
            String key,
            String type,
            String payload,
            Instant createdAt) {}
}
