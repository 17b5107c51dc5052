package dev.pennypost.webhooks;

import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.webhooks.Attempt.Outcome;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The SQL of messages on their way to endpoints.
final class MessageQueue {
    /// When a message is due that waits for another one: PostgreSQL's `infinity`.
    private static final OffsetDateTime HELD = OffsetDateTime.MAX;

    /// Leases due messages to one node: at most so many of each endpoint and so many in all, oldest first. The
    /// recursive part hops along the index from endpoint to endpoint, so the cost follows the number of
    /// endpoints with something waiting, not the number of messages. What belongs to a disabled endpoint stays
    /// where it is. The days before `since` have nothing that waits, and are not looked at.
    static final String TAKE = """
            with recursive waiting as (
                (select webhook_id from webhook_messages
                  where id >= :since and due is not null order by webhook_id limit 1)
                union all
                select (select m.webhook_id from webhook_messages m
                         where m.id >= :since and m.due is not null and m.webhook_id > w.webhook_id
                         order by m.webhook_id limit 1)
                  from waiting w where w.webhook_id is not null
            ), taken as (
                select m.id
                  from waiting w
                  join webhooks h on h.id = w.webhook_id and h.status = 'enabled'
                  left join unnest(:known, :free) as k (webhook_id, free) on k.webhook_id = w.webhook_id
                 cross join lateral (
                       select id, due from webhook_messages
                        where id >= :since and webhook_id = w.webhook_id and due <= :now
                        order by due limit coalesce(k.free, :each)
                          for update skip locked) m
                 order by m.due limit :most
            )
            update webhook_messages m set due = :lease_ends, leased_by = :node
              from taken, webhooks h
             where m.id = taken.id and m.id >= :since and h.id = m.webhook_id
            returning m.id, m.webhook_id, h.endpoint, h.secret, m.payload, m.attempts, m.about,
                      case when h.previous_until > :now then h.previous_secret end as previous_secret""";

    /// The bounds are there because a plan that is kept leaves no day out for what it does not know: a list of
    /// ids.
    static final String STILL_LEASED = """
            select id from webhook_messages
             where id = any(:ids) and id >= :first and id <= :last and leased_by = :node order by id for update""";

    private static final String GIVE_UP = """
            with recursive waiting as (
                (select webhook_id from webhook_messages
                  where id >= :since and due is not null order by webhook_id limit 1)
                union all
                select (select m.webhook_id from webhook_messages m
                         where m.id >= :since and m.due is not null and m.webhook_id > w.webhook_id
                         order by m.webhook_id limit 1)
                  from waiting w where w.webhook_id is not null
            ), given_up as (
                select m.id
                  from waiting w
                  join webhooks h on h.id = w.webhook_id and h.status = 'disabled'
                 cross join lateral (
                       select id from webhook_messages
                        where id >= :since and webhook_id = w.webhook_id and due is not null
                          and (leased_by is null or due <= :now)
                        limit :most for update skip locked) m
                 limit :most
            )
            update webhook_messages m set status = 'failed', due = null, leased_by = null
              from given_up g
             where m.id = g.id and m.id >= :since""";

    static final String SETTLE = """
            update webhook_messages
               set status = ?, attempts = attempts + 1, due = ?, leased_by = null
             where id = ?""";

    /// A message that is kept only is not sent; one in order waits until [Ordering] has looked at it.
    void insert(Transaction tx, List<NewMessage> messages, Instant due) {
        try (var insert = tx.connection().prepareStatement("""
                        insert into webhook_messages
                               (id, webhook_id, team_id, type, payload, created_at, status, due, about, event_id)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            var from = due.atOffset(ZoneOffset.UTC);
            for (NewMessage message : messages) {
                Place place = message.place();
                insert.setObject(1, message.id());
                insert.setObject(2, message.webhook().value());
                insert.setObject(3, message.team());
                insert.setString(4, message.type());
                insert.setString(5, message.payload());
                insert.setTimestamp(6, Timestamp.from(message.createdAt()));
                insert.setString(7, message.keptOnly() ? "failed" : "pending");
                insert.setObject(8, message.keptOnly() ? null : place == null ? from : HELD);
                insert.setObject(9, place == null ? null : place.about());
                insert.setObject(10, place == null ? null : place.event());
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot write webhook messages", broken);
        }
    }

    /// @param free how many more of an endpoint, where that is not `each`
    /// @param since as [MessageDays] knows it
    List<Dispatch> take(Transaction tx, Lease lease, UUID since, Map<WebhookId, Integer> free, int each, int most) {
        var endpoints = List.copyOf(free.keySet());
        return tx.handle()
                .createQuery(TAKE)
                .bindArray(
                        "known",
                        UUID.class,
                        endpoints.stream().map(WebhookId::value).toList())
                .bindArray(
                        "free", Integer.class, endpoints.stream().map(free::get).toList())
                .bind("since", since)
                .bind("now", lease.from())
                .bind("lease_ends", lease.ends())
                .bind("node", lease.node())
                .bind("each", each)
                .bind("most", most)
                .map((row, _) -> new Dispatch(
                        row.getObject("id", UUID.class),
                        new WebhookId(row.getObject("webhook_id", UUID.class)),
                        row.getString("endpoint"),
                        row.getBytes("secret"),
                        row.getBytes("previous_secret"),
                        row.getString("payload"),
                        row.getInt("attempts"),
                        row.getObject("about", UUID.class)))
                .list();
    }

    /// Of these messages the ones the node still holds, locked. The others were deleted, or their lease ended
    /// and another node has them: what became of them is its to tell.
    ///
    /// @param messages at least one
    Set<UUID> stillLeased(Transaction tx, String node, List<UUID> messages) {
        return tx.handle()
                .createQuery(STILL_LEASED)
                .bindArray("ids", UUID.class, messages)
                .bind("first", Collections.min(messages))
                .bind("last", Collections.max(messages))
                .bind("node", node)
                .mapTo(UUID.class)
                .collect(Collectors.toSet());
    }

    void settle(Transaction tx, List<Settlement> settlements) {
        try (var attempt = tx.connection().prepareStatement("""
                        insert into webhook_attempts
                               (id, message_id, http_status_code, response, error, sent_at, duration_ms)
                        values (?, ?, ?, ?, ?, ?, ?)""");
                var message = tx.connection().prepareStatement(SETTLE)) {
            for (Settlement settlement : settlements) {
                write(attempt, settlement.attempt());
                message.setString(1, settlement.status().name().toLowerCase(Locale.ROOT));
                message.setTimestamp(2, settlement.due() == null ? null : Timestamp.from(settlement.due()));
                message.setObject(3, settlement.attempt().dispatch().message());
                message.addBatch();
            }
            attempt.executeBatch();
            message.executeBatch();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot settle webhook messages", broken);
        }
    }

    private static void write(PreparedStatement insert, Attempt attempt) throws SQLException {
        insert.setObject(1, Ids.next(attempt.sentAt()));
        insert.setObject(2, attempt.dispatch().message());
        switch (attempt.outcome()) {
            case Outcome.Answered(int status, String response) -> {
                insert.setInt(3, status);
                insert.setString(4, response);
                insert.setString(5, null);
            }
            case Outcome.Unanswered(String why) -> {
                insert.setNull(3, Types.INTEGER);
                insert.setString(4, "");
                insert.setString(5, why);
            }
        }
        insert.setTimestamp(6, Timestamp.from(attempt.sentAt()));
        insert.setInt(7, Math.clamp(attempt.took().toMillis(), 0, Integer.MAX_VALUE));
        insert.addBatch();
    }

    /// Gives back what the node had leased when it stopped.
    void release(Transaction tx, String node, Instant now) {
        tx.handle()
                .createUpdate("update webhook_messages set due = :now, leased_by = null where leased_by = :node")
                .bind("now", now)
                .bind("node", node)
                .execute();
    }

    /// Whether a message of the day is still to be sent.
    boolean waits(Transaction tx, LocalDate day) {
        return tx.handle()
                .createQuery("""
                        select exists (select from webhook_messages
                                        where id >= :lowest and id < :next and due is not null)""")
                .bind("lowest", DayPartitions.lowest(day))
                .bind("next", DayPartitions.lowest(day.plusDays(1)))
                .mapTo(Boolean.class)
                .one();
    }

    /// Gives up messages of disabled endpoints, so many at a time; says how many. What a node is sending at the
    /// moment it settles itself.
    int giveUpForDisabled(Transaction tx, UUID since, Instant now, int most) {
        return tx.handle()
                .createUpdate(GIVE_UP)
                .bind("since", since)
                .bind("now", now)
                .bind("most", most)
                .execute();
    }

    /// A message as it enters the queue.
    ///
    /// @param place where it stands among others; null for a message in no order
    /// @param keptOnly whether it can be replayed later and is not sent before
    record NewMessage(
            UUID id,
            WebhookId webhook,
            UUID team,
            String type,
            String payload,
            Instant createdAt,
            @Nullable Place place,
            boolean keptOnly) {}

    /// A place in the order of messages about one thing.
    ///
    /// @param event the event that is told; ids of events are in the order they were published
    record Place(UUID about, UUID event) {}

    /// Who takes messages, and until when they are its.
    record Lease(String node, Instant from, Instant ends) {}

    /// What became of an attempt.
    ///
    /// @param due when it is tried again; null when it is not
    record Settlement(
            Attempt attempt, MessageStatus status, @Nullable Instant due) {}
}
