package dev.pennypost.webhooks;

import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.webhooks.Attempt.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The SQL of messages on their way to endpoints.
final class MessageQueue {
    /// When a message is due that waits for another one: PostgreSQL's `infinity`.
    private static final String HELD = "infinity";

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

    /// Settles those messages that the node still holds, locked in the order of their ids as everybody locks them,
    /// and keeps the attempts. One statement, because a message costs the less the more are settled at once. The
    /// bounds are there because a plan that is kept leaves no day out for what it does not know: a list of ids.
    static final String SETTLE = """
            with held as materialized (
                select id from webhook_messages
                 where id = any(:ids) and id >= :first and id <= :last and leased_by = :node
                 order by id for update
            ), outcomes as materialized (
                select o.* from unnest(:ids, :statuses, :dues) as o (id, status, due) join held using (id)
            ), settled as (
                update webhook_messages m
                   set status = o.status, attempts = m.attempts + 1, due = cast(o.due as timestamptz), leased_by = null
                  from outcomes o
                 where m.id = o.id and m.id >= :first and m.id <= :last
            )
            insert into webhook_attempts (message_id, id, http_status_code, response, error, sent_at, duration_ms)
            select a.message_id, a.id, a.http_status_code, a.response, a.error, cast(a.sent_at as timestamptz),
                   a.duration_ms
              from unnest(:ids, :attempts, :codes, :responses, :errors, :sent, :took)
                   as a (message_id, id, http_status_code, response, error, sent_at, duration_ms)
              join held on held.id = a.message_id
            returning message_id""";

    private static final String INSERT = """
            insert into webhook_messages
                   (id, webhook_id, team_id, type, payload, created_at, status, due, about, event_id)
            select m.id, m.webhook_id, m.team_id, m.type, m.payload, cast(m.created_at as timestamptz), m.status,
                   cast(m.due as timestamptz), m.about, m.event_id
              from unnest(:ids, :webhooks, :teams, :types, :payloads, :created, :statuses, :dues, :abouts, :events)
                   as m (id, webhook_id, team_id, type, payload, created_at, status, due, about, event_id)""";

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

    /// A message that is kept only is not sent; one in order waits until [Ordering] has looked at it.
    void insert(Transaction tx, List<NewMessage> messages, Instant due) {
        var rows = new Rows<>(tx.connection(), tx.handle().createUpdate(INSERT), messages);
        rows.uuids("ids", NewMessage::id)
                .uuids("webhooks", message -> message.webhook().value())
                .uuids("teams", NewMessage::team)
                .texts("types", NewMessage::type)
                .texts("payloads", NewMessage::payload)
                .texts("created", message -> message.createdAt().toString())
                .texts("statuses", message -> message.keptOnly() ? "failed" : "pending")
                .texts("dues", message -> due(message, due))
                .uuids(
                        "abouts",
                        message ->
                                message.place() == null ? null : message.place().about())
                .uuids(
                        "events",
                        message ->
                                message.place() == null ? null : message.place().event())
                .statement()
                .execute();
    }

    private static @Nullable String due(NewMessage message, Instant due) {
        if (message.keptOnly()) return null;
        return message.place() == null ? due.toString() : HELD;
    }

    /// @param free how many more of an endpoint, where that is not `each`
    /// @param since as [MessageDays] knows it
    List<Dispatch> take(Transaction tx, Lease lease, UUID since, Map<WebhookId, Integer> free, int each, int most) {
        var endpoints = List.copyOf(free.keySet());
        tx.byIndexOnly();
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

    /// Settles those of the messages that the node still holds, and says which these were. The others were deleted,
    /// or their lease ended and another node has them: what became of them is its to tell.
    ///
    /// @param settlements at least one
    Set<UUID> settle(Transaction tx, String node, List<Settlement> settlements) {
        var ids = settlements.stream().map(Settlement::message).toList();
        tx.byIndexOnly();
        var rows = new Rows<>(tx.connection(), tx.handle().createQuery(SETTLE), settlements);
        return rows.uuids("ids", Settlement::message)
                .texts("statuses", settlement -> word(settlement.status()))
                .texts(
                        "dues",
                        settlement -> settlement.due() == null
                                ? null
                                : settlement.due().toString())
                .uuids("attempts", settlement -> Ids.next(settlement.attempt().sentAt()))
                .numbers("codes", settlement -> code(settlement.attempt().outcome()))
                .texts("responses", settlement -> response(settlement.attempt().outcome()))
                .texts("errors", settlement -> error(settlement.attempt().outcome()))
                .texts("sent", settlement -> settlement.attempt().sentAt().toString())
                .numbers("took", settlement -> millis(settlement.attempt().took()))
                .statement()
                .bind("first", Collections.min(ids))
                .bind("last", Collections.max(ids))
                .bind("node", node)
                .mapTo(UUID.class)
                .collect(Collectors.toSet());
    }

    private static String word(MessageStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Integer code(Outcome outcome) {
        return outcome instanceof Outcome.Answered(int status, var _) ? (Integer) status : null;
    }

    private static String response(Outcome outcome) {
        return outcome instanceof Outcome.Answered(var _, String response) ? response : "";
    }

    private static @Nullable String error(Outcome outcome) {
        return outcome instanceof Outcome.Unanswered(String why) ? why : null;
    }

    private static int millis(Duration took) {
        return Math.clamp(took.toMillis(), 0, Integer.MAX_VALUE);
    }

    /// Gives back what the node leased and did not send.
    void giveBack(Transaction tx, String node, List<UUID> messages, Instant now) {
        tx.byIndexOnly();
        tx.handle()
                .createUpdate("""
                        with unsent as materialized (
                            select id from webhook_messages
                             where id = any(:ids) and id >= :first and id <= :last and leased_by = :node
                             order by id for update
                        )
                        update webhook_messages m set due = :now, leased_by = null
                          from unsent u
                         where m.id = u.id and m.id >= :first and m.id <= :last""")
                .bindArray("ids", UUID.class, messages)
                .bind("first", Collections.min(messages))
                .bind("last", Collections.max(messages))
                .bind("node", node)
                .bind("now", now)
                .execute();
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
            Attempt attempt, MessageStatus status, @Nullable Instant due) {
        UUID message() {
            return attempt.dispatch().message();
        }
    }

    /// A statement that is given many rows at once, as one array for each of their columns: one plan however many
    /// they are.
    private record Rows<S extends SqlStatement<S>, R>(Connection connection, S statement, List<R> rows) {
        Rows<S, R> uuids(String name, Function<R, @Nullable UUID> column) {
            return bind(name, "uuid", rows.stream().map(column).toArray(UUID[]::new));
        }

        /// As binary, in which payloads need no quotes; only arrays of strings are spelled so.
        Rows<S, R> texts(String name, Function<R, @Nullable String> column) {
            return bind(name, "text", rows.stream().map(column).toArray(String[]::new));
        }

        Rows<S, R> numbers(String name, Function<R, @Nullable Integer> column) {
            return bind(name, "int4", rows.stream().map(column).toArray(Integer[]::new));
        }

        private Rows<S, R> bind(String name, String type, @Nullable Object[] column) {
            try {
                statement.bindBySqlType(name, connection.createArrayOf(type, column), Types.ARRAY);
                return this;
            } catch (SQLException broken) {
                throw new IllegalStateException("cannot write webhook messages", broken);
            }
        }
    }
}
