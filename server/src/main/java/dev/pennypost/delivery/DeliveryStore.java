package dev.pennypost.delivery;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The SQL of the queue. Batches go as arrays into one statement, which costs the server one plan however many rows.
final class DeliveryStore {
    private static final String INSERT = """
            insert into deliveries (email_id, position, team_id, domain_id, recipient, reverse_path, tls,
                                    state, wait_reason, due, leased_by, lease_ends, created_at)
            select email_id, position, team_id, domain_id, recipient, reverse_path, tls, ?, 'accepted', ?, ?, ?, created_at
              from unnest(?::uuid[], ?::int[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                          ?::timestamptz[])
                   as t (email_id, position, team_id, domain_id, recipient, reverse_path, tls, created_at)""";

    /// Leases what is due. The transaction ends before any network I/O starts; [#SETTLE] writes the outcome in another.
    private static final String TAKE_DUE = """
            update deliveries
               set state = 'attempting', leased_by = :node, lease_ends = :ends
             where (email_id, position) in (
                   select email_id, position from deliveries
                    where state in ('waiting', 'deferred') and due <= :now
                    order by due limit :limit for update skip locked)
            returning email_id, position, team_id, domain_id, recipient, reverse_path, tls, attempts, created_at""";

    /// Returns to the queue what was leased by a worker that vanished.
    private static final String RELEASE_EXPIRED = """
            update deliveries
               set state = 'waiting', due = :now, wait_reason = 'lease_ended', leased_by = null, lease_ends = null
             where state = 'attempting' and lease_ends <= :now""";

    /// Writes outcomes and attempts. A delivery whose lease somebody else has taken over meanwhile is left alone: the
    /// other one settles it. Does not mention the state, which a lease implies: the planner would walk the index of
    /// leased rows for each outcome.
    private static final String SETTLE = """
            with outcome as (
                select * from unnest(?::uuid[], ?::int[], ?::int[], ?::text[], ?::text[], ?::timestamptz[],
                                     ?::timestamptz[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    as t (email_id, position, number, state, reason, due,
                          started_at, duration_ms, host, address, tls, reply, conversation)),
            settled as (
                update deliveries d
                   set state = o.state, attempts = o.number, due = o.due, leased_by = null, lease_ends = null,
                       wait_reason = case when o.state = 'deferred' then o.reason end,
                       settled_at = case when o.state = 'deferred' then null else o.started_at end
                  from outcome o
                 where d.email_id = o.email_id and d.position = o.position
                   and d.leased_by = ? and d.attempts = o.number - 1
                returning d.email_id, d.position, d.team_id)
            insert into attempts (email_id, position, number, team_id, started_at, duration_ms,
                                  host, address, tls, outcome, reason, reply, conversation)
            select email_id, position, number, team_id, started_at, duration_ms,
                   host, address, tls, state, reason, reply, conversation::jsonb
              from outcome join settled using (email_id, position)
            returning email_id, position""";

    private final String node;
    private final Duration lease;

    DeliveryStore(String node, Duration lease) {
        this.node = node;
        this.lease = lease;
    }

    void insert(Transaction tx, List<Delivery> deliveries, boolean leased, Instant now) {
        try (PreparedStatement insert = tx.connection().prepareStatement(INSERT)) {
            Connection connection = tx.connection();
            insert.setString(1, leased ? "attempting" : "waiting");
            insert.setTimestamp(2, Timestamp.from(now));
            insert.setString(3, leased ? node : null);
            insert.setTimestamp(4, leased ? Timestamp.from(now.plus(lease)) : null);
            insert.setArray(
                    5, uuids(connection, deliveries, delivery -> delivery.id().emailId()));
            insert.setArray(
                    6, ints(connection, deliveries, delivery -> delivery.id().position()));
            insert.setArray(
                    7, uuids(connection, deliveries, delivery -> delivery.team().value()));
            insert.setArray(
                    8,
                    uuids(
                            connection,
                            deliveries,
                            delivery -> delivery.signedBy().value()));
            insert.setArray(
                    9,
                    texts(
                            connection,
                            deliveries,
                            delivery -> delivery.recipient().toString()));
            insert.setArray(10, texts(connection, deliveries, Delivery::reversePath));
            insert.setArray(11, texts(connection, deliveries, delivery -> spell(delivery.tls())));
            insert.setArray(12, times(connection, deliveries, Delivery::createdAt));
            insert.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot enqueue deliveries", broken);
        }
    }

    List<Delivery> takeDue(Transaction tx, int limit, Instant now) {
        tx.handle().createUpdate(RELEASE_EXPIRED).bind("now", now).execute();
        return tx.handle()
                .createQuery(TAKE_DUE)
                .bind("node", node)
                .bind("now", now)
                .bind("ends", now.plus(lease))
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list();
    }

    /// Returns the settlements that were written.
    List<Settlement> settle(Transaction tx, List<Settlement> all) {
        try (PreparedStatement settle = tx.connection().prepareStatement(SETTLE)) {
            bindSettlements(settle, tx.connection(), all);
            var written = new HashSet<DeliveryId>();
            try (ResultSet rows = settle.executeQuery()) {
                while (rows.next()) written.add(new DeliveryId(rows.getObject(1, UUID.class), rows.getInt(2)));
            }
            return all.stream()
                    .filter(one -> written.contains(one.delivery().id()))
                    .toList();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot settle deliveries", broken);
        }
    }

    private void bindSettlements(PreparedStatement settle, Connection connection, List<Settlement> all)
            throws SQLException {
        settle.setArray(1, uuids(connection, all, one -> one.delivery().id().emailId()));
        settle.setArray(2, ints(connection, all, one -> one.delivery().id().position()));
        settle.setArray(3, ints(connection, all, one -> one.attempt().number()));
        settle.setArray(4, texts(connection, all, one -> state(one.outcome())));
        settle.setArray(5, texts(connection, all, one -> reason(one.outcome())));
        settle.setArray(6, times(connection, all, DeliveryStore::due));
        settle.setArray(7, times(connection, all, one -> one.attempt().startedAt()));
        settle.setArray(
                8, ints(connection, all, one -> (int) one.attempt().took().toMillis()));
        settle.setArray(9, texts(connection, all, one -> one.attempt().host()));
        settle.setArray(10, texts(connection, all, one -> one.attempt().address()));
        settle.setArray(11, texts(connection, all, one -> one.attempt().tls()));
        settle.setArray(12, texts(connection, all, one -> reply(one.outcome())));
        settle.setArray(
                13,
                texts(
                        connection,
                        all,
                        one -> ConversationJson.write(one.attempt().conversation())));
        settle.setString(14, node);
    }

    /// Returns to the queue what an earlier run of this node held when it died.
    int releaseOwn(Transaction tx, Instant now) {
        return tx.handle().createUpdate("""
                        update deliveries
                           set state = 'waiting', due = :now, wait_reason = 'lease_ended', leased_by = null, lease_ends = null
                         where state = 'attempting' and leased_by = :node""").bind("node", node).bind("now", now).execute();
    }

    /// Returns to the queue what was leased and not attempted.
    void release(Transaction tx, List<Delivery> deliveries, Instant now) {
        eachOf(
                tx,
                deliveries,
                "update deliveries set state = 'waiting', due = :now, leased_by = null, lease_ends = null"
                        + " where email_id = :email and position = :position and leased_by = :node",
                now);
    }

    /// Forgets deliveries whose email no longer exists.
    void remove(Transaction tx, List<Delivery> deliveries, Instant now) {
        eachOf(
                tx,
                deliveries,
                "delete from deliveries where email_id = :email and position = :position and leased_by = :node"
                        + " and due <= :now",
                now);
    }

    private void eachOf(Transaction tx, List<Delivery> deliveries, String sql, Instant now) {
        var batch = tx.handle().prepareBatch(sql);
        for (Delivery delivery : deliveries)
            batch.bind("email", delivery.id().emailId())
                    .bind("position", delivery.id().position())
                    .bind("node", node)
                    .bind("now", now)
                    .add();
        batch.execute();
    }

    private static Delivery read(ResultSet row) throws SQLException {
        return new Delivery(
                new DeliveryId(row.getObject("email_id", UUID.class), row.getInt("position")),
                new TeamId(row.getObject("team_id", UUID.class)),
                new DomainId(row.getObject("domain_id", UUID.class)),
                Address.parse(row.getString("recipient")),
                row.getString("reverse_path"),
                TlsMode.valueOf(row.getString("tls").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                row.getTimestamp("created_at").toInstant());
    }

    private static String spell(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String state(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _ -> "delivered";
            case Outcome.Deferred _ -> "deferred";
            case Outcome.Bounced _ -> "bounced";
        };
    }

    private static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _ -> "delivered";
            case Outcome.Deferred deferred -> spell(deferred.reason());
            case Outcome.Bounced bounced -> spell(bounced.reason());
        };
    }

    private static @Nullable String reply(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> delivered.reply().toString();
            case Outcome.Deferred deferred -> deferred.explanation();
            case Outcome.Bounced bounced -> bounced.explanation();
        };
    }

    private static Instant due(Settlement settlement) {
        return settlement.outcome() instanceof Outcome.Deferred deferred
                ? deferred.due()
                : settlement.attempt().startedAt();
    }

    private static <T> Array uuids(Connection connection, List<T> all, Function<T, UUID> column) throws SQLException {
        return array(connection, "uuid", all, column);
    }

    private static <T> Array ints(Connection connection, List<T> all, Function<T, Integer> column) throws SQLException {
        return array(connection, "int4", all, column);
    }

    private static <T> Array texts(Connection connection, List<T> all, Function<T, @Nullable String> column)
            throws SQLException {
        return array(connection, "text", all, column);
    }

    private static <T> Array times(Connection connection, List<T> all, Function<T, Instant> column)
            throws SQLException {
        return array(connection, "text", all, one -> column.apply(one).toString());
    }

    private static <T, V> Array array(
            Connection connection, String type, List<T> all, Function<T, ? extends @Nullable V> column)
            throws SQLException {
        var values = new ArrayList<@Nullable Object>(all.size());
        for (T one : all) values.add(column.apply(one));
        return connection.createArrayOf(type, values.toArray());
    }
}
