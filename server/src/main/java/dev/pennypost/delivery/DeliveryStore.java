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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The SQL of the queue. Batches go as arrays into one statement, which costs the server one plan however many rows.
final class DeliveryStore {
    private static final String INSERT = """
            insert into deliveries (email_id, position, team_id, domain_id, recipient, reverse_path, tls,
                                    state, wait_reason, due, leased_by, lease_ends, settled_at, created_at)
            select email_id, position, team_id, domain_id, recipient, reverse_path, tls, ?, ?, ?, ?, ?,
                   case when ? then created_at end, created_at
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

    /// Writes an outcome. A delivery whose lease somebody else has taken over meanwhile is left alone: the other
    /// one settles it. Row by row, in a batch: joined with a list of outcomes, the planner now and then looks for
    /// all that is leased first, and compares ten thousand rows with each outcome.
    private static final String SETTLE = """
            update deliveries
               set state = ?, attempts = ?, due = ?, wait_reason = ?, settled_at = ?, leased_by = null, lease_ends = null
             where email_id = ? and position = ? and leased_by = ? and attempts = ?""";

    private static final String INSERT_ATTEMPTS = """
            insert into attempts (email_id, position, number, team_id, started_at, duration_ms,
                                  host, address, tls, outcome, reason, reply, conversation, tls_policy)
            select email_id, position, number, team_id, started_at, duration_ms,
                   host, address, tls, outcome, reason, reply, conversation::jsonb, tls_policy
              from unnest(?::uuid[], ?::int[], ?::int[], ?::uuid[], ?::timestamptz[], ?::int[],
                          ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                          ?::text[])
                   as t (email_id, position, number, team_id, started_at, duration_ms,
                         host, address, tls, outcome, reason, reply, conversation, tls_policy)""";

    private final String node;
    private final Duration lease;

    DeliveryStore(String node, Duration lease) {
        this.node = node;
        this.lease = lease;
    }

    void insert(Transaction tx, List<Delivery> deliveries, boolean leased, Instant now) {
        insert(
                tx,
                deliveries,
                leased
                        ? new Beginning("attempting", "accepted", now, node, now.plus(lease), false)
                        : new Beginning("waiting", "accepted", now, null, null, false));
    }

    void insertSuppressed(Transaction tx, List<Delivery> deliveries, Instant now) {
        insert(tx, deliveries, new Beginning("suppressed", null, now, null, null, true));
    }

    void insertFailed(Transaction tx, List<Delivery> deliveries, Instant now) {
        insert(tx, deliveries, new Beginning("failed", null, now, null, null, true));
    }

    /// What all rows of an insert have in common.
    ///
    /// @param isSettled whether nothing will be attempted, so that they are settled when they are made
    private record Beginning(
            String state,
            @Nullable String waitReason,
            Instant due,
            @Nullable String leasedBy,
            @Nullable Instant leaseEnds,
            boolean isSettled) {
        void bind(PreparedStatement insert) throws SQLException {
            insert.setString(1, state);
            insert.setString(2, waitReason);
            insert.setTimestamp(3, Timestamp.from(due));
            insert.setString(4, leasedBy);
            insert.setTimestamp(5, timestamp(leaseEnds));
            insert.setBoolean(6, isSettled);
        }

        private static @Nullable Timestamp timestamp(@Nullable Instant time) {
            return time == null ? null : Timestamp.from(time);
        }
    }

    private static void insert(Transaction tx, List<Delivery> deliveries, Beginning beginning) {
        try (PreparedStatement insert = tx.connection().prepareStatement(INSERT)) {
            Connection connection = tx.connection();
            beginning.bind(insert);
            insert.setArray(
                    7, uuids(connection, deliveries, delivery -> delivery.id().emailId()));
            insert.setArray(
                    8, ints(connection, deliveries, delivery -> delivery.id().position()));
            insert.setArray(
                    9, uuids(connection, deliveries, delivery -> delivery.team().value()));
            insert.setArray(
                    10,
                    uuids(
                            connection,
                            deliveries,
                            delivery -> delivery.signedBy().value()));
            insert.setArray(
                    11,
                    texts(
                            connection,
                            deliveries,
                            delivery -> delivery.recipient().toString()));
            insert.setArray(12, texts(connection, deliveries, Delivery::reversePath));
            insert.setArray(13, texts(connection, deliveries, delivery -> spell(delivery.tls())));
            insert.setArray(14, times(connection, deliveries, Delivery::createdAt));
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
        try {
            List<Settlement> written = update(tx.connection(), all);
            if (!written.isEmpty()) insertAttempts(tx.connection(), written);
            return written;
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot settle deliveries", broken);
        }
    }

    private List<Settlement> update(Connection connection, List<Settlement> all) throws SQLException {
        try (PreparedStatement settle = connection.prepareStatement(SETTLE)) {
            for (Settlement one : all) {
                bind(settle, one);
                settle.addBatch();
            }
            int[] counts = settle.executeBatch();
            return IntStream.range(0, counts.length)
                    .filter(i -> counts[i] == 1)
                    .mapToObj(all::get)
                    .toList();
        }
    }

    private void bind(PreparedStatement settle, Settlement one) throws SQLException {
        boolean isFinal = !(one.outcome() instanceof Outcome.Deferred);
        Timestamp started = Timestamp.from(one.attempt().startedAt());
        settle.setString(1, state(one.outcome()));
        settle.setInt(2, one.attempt().number());
        settle.setTimestamp(3, Timestamp.from(due(one)));
        settle.setString(4, isFinal ? null : reason(one.outcome()));
        settle.setTimestamp(5, isFinal ? started : null);
        settle.setObject(6, one.delivery().id().emailId());
        settle.setInt(7, one.delivery().id().position());
        settle.setString(8, node);
        settle.setInt(9, one.attempt().number() - 1);
    }

    private static void insertAttempts(Connection connection, List<Settlement> written) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ATTEMPTS)) {
            insert.setArray(
                    1, uuids(connection, written, one -> one.delivery().id().emailId()));
            insert.setArray(
                    2, ints(connection, written, one -> one.delivery().id().position()));
            insert.setArray(3, ints(connection, written, one -> one.attempt().number()));
            insert.setArray(
                    4, uuids(connection, written, one -> one.delivery().team().value()));
            insert.setArray(5, times(connection, written, one -> one.attempt().startedAt()));
            insert.setArray(6, ints(connection, written, one ->
                    (int) one.attempt().took().toMillis()));
            insert.setArray(7, texts(connection, written, one -> one.attempt().host()));
            insert.setArray(8, texts(connection, written, one -> one.attempt().address()));
            insert.setArray(9, texts(connection, written, one -> one.attempt().tls()));
            insert.setArray(10, texts(connection, written, one -> state(one.outcome())));
            insert.setArray(11, texts(connection, written, one -> reason(one.outcome())));
            insert.setArray(12, texts(connection, written, one -> reply(one.outcome())));
            insert.setArray(
                    13,
                    texts(
                            connection,
                            written,
                            one -> ConversationJson.write(one.attempt().conversation())));
            insert.setArray(14, texts(connection, written, one -> one.attempt().tlsPolicy()));
            insert.executeUpdate();
        }
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

    /// Settles what was leased and is not to be attempted, because its recipient is suppressed.
    void suppress(Transaction tx, List<Delivery> deliveries, Instant now) {
        eachOf(
                tx,
                deliveries,
                "update deliveries set state = 'suppressed', wait_reason = null, settled_at = :now, leased_by = null,"
                        + " lease_ends = null where email_id = :email and position = :position and leased_by = :node",
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

    List<Progress> progress(Transaction tx, TeamId team, Collection<UUID> emails) {
        return tx.handle()
                .createQuery("""
                        select d.email_id, d.team_id, d.domain_id, d.recipient, d.state, d.created_at, d.settled_at,
                               first.started_at as delayed_at, last.reason as bounce
                          from deliveries d
                          left join attempts first
                            on first.email_id = d.email_id and first.position = d.position and first.number = 1
                           and first.outcome = 'deferred'
                          left join attempts last
                            on last.email_id = d.email_id and last.position = d.position and last.number = d.attempts
                           and last.outcome = 'bounced'
                         where d.email_id = any(:emails) and d.team_id = :team""")
                .bindArray("emails", UUID.class, emails.toArray())
                .bind("team", team.value())
                .map((row, _) -> readProgress(row))
                .list();
    }

    private static Progress readProgress(ResultSet row) throws SQLException {
        String bounce = row.getString("bounce");
        return new Progress(
                row.getObject("email_id", UUID.class),
                new TeamId(row.getObject("team_id", UUID.class)),
                new DomainId(row.getObject("domain_id", UUID.class)),
                Address.parse(row.getString("recipient")),
                Progress.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("settled_at")),
                instant(row.getTimestamp("delayed_at")),
                bounce == null ? null : BounceReason.valueOf(bounce.toUpperCase(Locale.ROOT)));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
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
