package dev.pennypost.delivery;

import dev.pennypost.delivery.replies.ReplyReading;
import dev.pennypost.delivery.replies.SiteAdvice;
import dev.pennypost.domains.DomainId;
import dev.pennypost.json.Json;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// The SQL of the queue. Batches go as arrays into one statement, which costs the server one plan however many rows.
final class DeliveryStore {
    private static final String INSERT = """
            insert into deliveries (email_id, position, team_id, domain_id, recipient, reverse_path, tls, bulk,
                                    state, wait_reason, due, leased_by, lease_ends, settled_at, failed_at, created_at)
            select email_id, position, team_id, domain_id, recipient, reverse_path, tls, bulk, ?, ?, ?, ?, ?,
                   case when ? then created_at end, case when ? then created_at end, created_at
              from unnest(?::uuid[], ?::int[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                          ?::timestamptz[], ?::boolean[])
                   as t (email_id, position, team_id, domain_id, recipient, reverse_path, tls, created_at, bulk)""";

    /// The lines in which something is due: each team's of each urgency. Goes from line to line in the index instead of
    /// through what stands in them.
    private static final String LINES = """
            with recursive lines as (
                (select bulk, team_id from deliveries where state in ('waiting', 'deferred')
                  order by bulk, team_id limit 1)
                union all
                select next.bulk, next.team_id
                  from lines l
                 cross join lateral (select bulk, team_id from deliveries
                                      where state in ('waiting', 'deferred') and (bulk, team_id) > (l.bulk, l.team_id)
                                      order by bulk, team_id limit 1) as next)
            select bulk, team_id from lines l
             where exists (select from deliveries d
                            where d.state in ('waiting', 'deferred') and d.bulk = l.bulk and d.team_id = l.team_id
                              and d.due <= :now)""";

    private static final String ANY_DUE = """
            select exists (select from deliveries where state in ('waiting', 'deferred') and due <= :now)""";

    /// Leases what is due of each line, as many as it is its turn. The transaction ends before any network I/O starts;
    /// [#SETTLE] writes the outcome in another.
    private static final String TAKE_DUE = """
            update deliveries
               set state = 'attempting', leased_by = :node, lease_ends = :ends
             where (email_id, position) in (
                   select due.email_id, due.position
                     from unnest(:bulks, :teams, :counts) as turn (bulk, team_id, count)
                    cross join lateral (
                          select email_id, position from deliveries d
                           where d.state in ('waiting', 'deferred') and d.bulk = turn.bulk
                             and d.team_id = turn.team_id and d.due <= :now
                           order by d.due limit turn.count for update skip locked) as due)
            returning email_id, position, team_id, domain_id, recipient, reverse_path, tls, bulk, attempts,
                      coalesce(tried_since, created_at) as created_at, site""";

    /// Returns to the queue what was leased by a worker that vanished.
    private static final String RELEASE_EXPIRED = """
            update deliveries
               set state = 'waiting', due = :now, wait_reason = 'lease_ended', leased_by = null, lease_ends = null,
                   waits = waited(waits, 'lease_ended', :now, :now, attempts)
             where state = 'attempting' and lease_ends <= :now""";

    /// Writes outcomes and their attempts. A delivery whose lease somebody else has taken over meanwhile is left alone:
    /// the
    /// other one settles it. The rows are looked for one by one, by key.
    private static final String SETTLE = """
            with outcomes as materialized (
                select * from unnest(?::uuid[], ?::int[], ?::text[], ?::int[], ?::timestamptz[], ?::text[], ?::uuid[],
                                     ?::timestamptz[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                     ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                     ?::text[], ?::text[])
                       with ordinality
                       as t (email_id, position, state, number, due, wait_reason, team_id, started_at, duration_ms,
                             host, address, tls, reason, reply, conversation, site, source, tls_policy,
                             category, rule, advice, dns, place)),
            settled as (
                update deliveries d
                   set state = o.state, attempts = o.number, due = o.due, wait_reason = o.wait_reason,
                       site = coalesce(o.site, d.site), settled_at = case when o.state <> 'deferred' then o.started_at end,
                       leased_by = null, lease_ends = null
                  from outcomes o
                 cross join lateral (select ctid from deliveries
                                      where email_id = o.email_id and position = o.position limit 1) as found
                 where d.ctid = found.ctid and d.leased_by = ? and d.attempts = o.number - 1
                returning o.place),
            tried as (
                insert into attempts (email_id, position, number, team_id, started_at, duration_ms,
                                      host, address, source, tls, tls_policy, outcome, reason, reply, category, rule,
                                      advice, conversation, dns)
                select o.email_id, o.position, o.number, o.team_id, o.started_at, o.duration_ms,
                       o.host, o.address, o.source, o.tls, o.tls_policy, o.state, o.reason, o.reply, o.category, o.rule,
                       o.advice, o.conversation::jsonb, o.dns::jsonb
                  from outcomes o join settled using (place))
            select place from settled order by place""";

    /// For statements that look for many rows by key. Their plans are made once, perhaps while the tables are small,
    /// and
    /// kept: what was right to read through then must not be read through for each batch later.
    private static final String BY_KEY =
            "set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off";

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
            insert.setBoolean(7, state.equals("failed"));
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
                    8, uuids(connection, deliveries, delivery -> delivery.id().emailId()));
            insert.setArray(
                    9, ints(connection, deliveries, delivery -> delivery.id().position()));
            insert.setArray(
                    10,
                    uuids(connection, deliveries, delivery -> delivery.team().value()));
            insert.setArray(
                    11,
                    uuids(
                            connection,
                            deliveries,
                            delivery -> delivery.signedBy().value()));
            insert.setArray(
                    12,
                    texts(
                            connection,
                            deliveries,
                            delivery -> delivery.recipient().toString()));
            insert.setArray(13, texts(connection, deliveries, Delivery::reversePath));
            insert.setArray(14, texts(connection, deliveries, delivery -> spell(delivery.tls())));
            insert.setArray(15, times(connection, deliveries, Delivery::createdAt));
            insert.setArray(16, array(connection, "bool", deliveries, delivery -> delivery.urgency() == Urgency.BULK));
            insert.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot enqueue deliveries", broken);
        }
    }

    /// The deliveries of one team and one urgency.
    record Line(Urgency urgency, TeamId team) {}

    /// How many of a line are taken.
    record Turn(Line line, int count) {}

    void releaseExpired(Transaction tx, Instant now) {
        tx.handle().createUpdate(RELEASE_EXPIRED).bind("now", now).execute();
    }

    /// Returns to the queue what was held by nodes that died.
    void releaseOf(Transaction tx, List<String> dead, Instant now) {
        tx.handle()
                .createUpdate("""
                        update deliveries
                           set state = 'waiting', due = :now, wait_reason = 'lease_ended', leased_by = null,
                               lease_ends = null, waits = waited(waits, 'lease_ended', :now, :now, attempts)
                         where state = 'attempting' and leased_by = any(:dead)""")
                .bind("now", now)
                .bindArray("dead", String.class, dead.toArray())
                .execute();
    }

    /// The lines in which something is due.
    List<Line> lines(Transaction tx, Instant now) {
        boolean any = tx.handle()
                .createQuery(ANY_DUE)
                .bind("now", now)
                .mapTo(Boolean.class)
                .one();
        if (!any) return List.of();
        return tx.handle()
                .createQuery(LINES)
                .bind("now", now)
                .map((row, _) -> new Line(urgency(row), new TeamId(row.getObject("team_id", UUID.class))))
                .list();
    }

    /// @param site the name its site is counted under; null when that is not known
    record Taken(Delivery delivery, @Nullable String site) {}

    List<Taken> takeDue(Transaction tx, List<Turn> turns, Instant now) {
        return tx.handle()
                .createQuery(TAKE_DUE)
                .bind("node", node)
                .bind("now", now)
                .bind("ends", now.plus(lease))
                .bindArray("bulks", Boolean.class, (Object[]) turns.stream()
                        .map(turn -> turn.line().urgency() == Urgency.BULK)
                        .toArray(Boolean[]::new))
                .bindArray("teams", UUID.class, (Object[])
                        turns.stream().map(turn -> turn.line().team().value()).toArray(UUID[]::new))
                .bindArray("counts", Integer.class, (Object[])
                        turns.stream().map(Turn::count).toArray(Integer[]::new))
                .map((row, _) -> new Taken(read(row), row.getString("site")))
                .list();
    }

    private static Urgency urgency(ResultSet row) throws SQLException {
        return row.getBoolean("bulk") ? Urgency.BULK : Urgency.TRANSACTIONAL;
    }

    /// Returns to the queue what is not to be attempted before its time. That is no attempt.
    ///
    /// @param dues one for each delivery
    void postpone(
            Transaction tx, List<Delivery> deliveries, String site, List<Instant> dues, WaitReason why, Instant now) {
        var batch = tx.handle().prepareBatch("""
                update deliveries
                   set state = 'deferred', due = :due, wait_reason = :why, site = :site, leased_by = null,
                       lease_ends = null, waits = waited(waits, :why, :now, :due, attempts)
                 where email_id = :email and position = :position and leased_by = :node""");
        for (int i = 0; i < deliveries.size(); i++)
            batch.bind("email", deliveries.get(i).id().emailId())
                    .bind("position", deliveries.get(i).id().position())
                    .bind("node", node)
                    .bind("site", site)
                    .bind("due", dues.get(i))
                    .bind("why", spell(why))
                    .bind("now", now)
                    .add();
        batch.execute();
    }

    /// Returns the settlements that were written.
    List<Settlement> settle(Transaction tx, List<Settlement> all) {
        try (Statement plainly = tx.connection().createStatement();
                PreparedStatement settle = tx.connection().prepareStatement(SETTLE)) {
            plainly.execute(BY_KEY);
            bind(settle, all);
            var written = new ArrayList<Settlement>(all.size());
            ResultSet places = settle.executeQuery();
            while (places.next()) written.add(all.get(places.getInt(1) - 1));
            return written;
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot settle deliveries", broken);
        }
    }

    private void bind(PreparedStatement settle, List<Settlement> all) throws SQLException {
        Connection connection = settle.getConnection();
        settle.setArray(1, uuids(connection, all, one -> one.delivery().id().emailId()));
        settle.setArray(2, ints(connection, all, one -> one.delivery().id().position()));
        settle.setArray(3, texts(connection, all, one -> state(one.outcome())));
        settle.setArray(4, ints(connection, all, one -> one.attempt().number()));
        settle.setArray(5, times(connection, all, DeliveryStore::due));
        settle.setArray(6, texts(connection, all, DeliveryStore::waitReason));
        settle.setArray(7, uuids(connection, all, one -> one.delivery().team().value()));
        settle.setArray(8, times(connection, all, one -> one.attempt().startedAt()));
        settle.setArray(
                9, ints(connection, all, one -> (int) one.attempt().took().toMillis()));
        settle.setArray(10, texts(connection, all, one -> one.attempt().host()));
        settle.setArray(11, texts(connection, all, one -> one.attempt().address()));
        settle.setArray(12, texts(connection, all, one -> one.attempt().tls()));
        settle.setArray(13, texts(connection, all, one -> reason(one.outcome())));
        settle.setArray(14, texts(connection, all, one -> reply(one.outcome())));
        settle.setArray(
                15,
                texts(
                        connection,
                        all,
                        one -> ConversationJson.write(one.attempt().conversation())));
        settle.setArray(16, texts(connection, all, one -> one.attempt().site()));
        settle.setArray(17, texts(connection, all, one -> one.attempt().source()));
        settle.setArray(18, texts(connection, all, one -> one.attempt().tlsPolicy()));
        settle.setArray(
                19,
                texts(
                        connection,
                        all,
                        one -> read(one, reading -> reading.category().label())));
        settle.setArray(20, texts(connection, all, one -> read(one, ReplyReading::rule)));
        settle.setArray(21, texts(connection, all, one -> read(one, reading -> SiteAdvice.spelled(reading.advice()))));
        settle.setArray(22, texts(connection, all, one -> one.attempt().dns()));
        settle.setString(23, node);
    }

    private static @Nullable String read(Settlement one, Function<ReplyReading, @Nullable String> part) {
        ReplyReading reading = one.outcome().reading();
        return reading == null ? null : part.apply(reading);
    }

    private static @Nullable String waitReason(Settlement one) {
        return one.outcome() instanceof Outcome.Deferred ? reason(one.outcome()) : null;
    }

    /// Returns to the queue what an earlier run of this node held when it died.
    int releaseOwn(Transaction tx, Instant now) {
        return tx.handle().createUpdate("""
                        update deliveries
                           set state = 'waiting', due = :now, wait_reason = 'lease_ended', leased_by = null,
                               lease_ends = null, waits = waited(waits, 'lease_ended', :now, :now, attempts)
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

    /// Keeps what was leased and is paused from being attempted.
    void hold(Transaction tx, List<Taken> held, Instant now) {
        var batch = tx.handle().prepareBatch("""
                update deliveries
                   set state = 'held', wait_reason = 'paused', site = coalesce(:site, site), leased_by = null,
                       lease_ends = null, waits = waited(waits, 'paused', :now, null, attempts)
                 where email_id = :email and position = :position and leased_by = :node""");
        for (Taken one : held)
            batch.bind("email", one.delivery().id().emailId())
                    .bind("position", one.delivery().id().position())
                    .bind("node", node)
                    .bindByType("site", one.site(), String.class)
                    .bind("now", now)
                    .add();
        batch.execute();
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

    /// The emails are named for each table, and between which ids they lie, so that only their partitions are read: a
    /// plan that is kept leaves none out for a list.
    List<Progress> progress(Transaction tx, TeamId team, Collection<UUID> emails) {
        if (emails.isEmpty()) return List.of();
        return tx.handle()
                .createQuery("""
                        select d.email_id, d.team_id, d.domain_id, d.recipient, d.state, d.created_at, d.settled_at,
                               d.failed_at, d.tried_since, first.started_at as delayed_at, last.reason as bounce,
                               earlier.attempts as earlier
                          from deliveries d
                          left join attempts first
                            on first.email_id = d.email_id and first.position = d.position and first.number = 1
                           and first.outcome = 'deferred' and first.email_id = any(:emails)
                           and first.email_id >= :least and first.email_id <= :most
                          left join attempts last
                            on last.email_id = d.email_id and last.position = d.position and last.number = d.attempts
                           and last.outcome = 'bounced' and d.settled_at is not null and last.email_id = any(:emails)
                           and last.email_id >= :least and last.email_id <= :most
                          left join lateral (
                               select array_agg(a.reason || ' ' || a.started_at at time zone 'UTC' order by a.number)
                                      as attempts
                                 from attempts a
                                where d.tried_since is not null and a.email_id = d.email_id
                                  and a.position = d.position and a.outcome in ('delivered', 'bounced')
                                  and (a.number <> d.attempts or d.settled_at is null)) as earlier on true
                         where d.email_id = any(:emails) and d.team_id = :team""")
                .bindArray("emails", UUID.class, emails.toArray())
                .bind("least", Collections.min(emails))
                .bind("most", Collections.max(emails))
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
                DeliveryState.spelled(row.getString("state")),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("settled_at")),
                instant(row.getTimestamp("delayed_at")),
                bounce == null ? null : bounceReason(bounce),
                new Progress.Past(
                        instant(row.getTimestamp("failed_at")),
                        instant(row.getTimestamp("tried_since")),
                        attempted(row.getArray("earlier"))));
    }

    private static List<Progress.Attempted> attempted(@Nullable Array texts) throws SQLException {
        if (texts == null) return List.of();
        var attempted = new ArrayList<Progress.Attempted>();
        for (String text : (String[]) texts.getArray()) {
            String[] parts = text.split(" ", 2);
            attempted.add(new Progress.Attempted(
                    parts[0].equals("delivered") ? null : bounceReason(parts[0]),
                    Timestamp.valueOf(parts[1]).toLocalDateTime().toInstant(ZoneOffset.UTC)));
        }
        return attempted;
    }

    private static BounceReason bounceReason(String text) {
        return BounceReason.valueOf(text.toUpperCase(Locale.ROOT));
    }

    /// How the deliveries of a team's email stand, in the order of its recipients.
    List<Standing> standings(Transaction tx, TeamId team, UUID email) {
        Map<Integer, List<Standing.Tried>> tried = tried(tx, team, email);
        return tx.handle()
                .createQuery("""
                        select position, recipient, state, wait_reason, due, attempts
                          from deliveries
                         where email_id = :email and team_id = :team
                         order by position""")
                .bind("email", email)
                .bind("team", team.value())
                .map((row, _) -> standing(row, tried.getOrDefault(row.getInt("position"), List.of())))
                .list();
    }

    private static Map<Integer, List<Standing.Tried>> tried(Transaction tx, TeamId team, UUID email) {
        return attempts(
                tx,
                team,
                email,
                "number, started_at, host, outcome, reply, category, rule, advice",
                (row, _) -> tried(row));
    }

    /// The attempts for a team's email in their order, by the place of the recipient.
    private static <T> Map<Integer, List<T>> attempts(
            Transaction tx, TeamId team, UUID email, String columns, RowMapper<T> read) {
        record Placed<T>(int position, T attempt) {}
        return tx.handle()
                .createQuery("""
                        select position, %s
                          from attempts
                         where email_id = :email and team_id = :team
                         order by position, number""".formatted(columns))
                .bind("email", email)
                .bind("team", team.value())
                .map((row, context) -> new Placed<>(row.getInt("position"), read.map(row, context)))
                .collect(Collectors.groupingBy(
                        Placed::position, Collectors.mapping(Placed::attempt, Collectors.toList())));
    }

    private static Standing.Tried tried(ResultSet row) throws SQLException {
        return new Standing.Tried(
                row.getInt("number"),
                row.getTimestamp("started_at").toInstant(),
                row.getString("host"),
                row.getString("outcome"),
                row.getString("reply"),
                row.getString("category"),
                row.getString("rule"),
                row.getString("advice"));
    }

    private static Standing standing(ResultSet row, List<Standing.Tried> tried) throws SQLException {
        DeliveryState state = DeliveryState.spelled(row.getString("state"));
        String why = row.getString("wait_reason");
        boolean comes = state == DeliveryState.WAITING || state == DeliveryState.DEFERRED;
        return new Standing(
                Address.parse(row.getString("recipient")),
                state,
                why == null || DeliveryLife.isOver(state) ? null : WaitReason.spelled(why),
                comes ? row.getTimestamp("due").toInstant() : null,
                row.getInt("attempts"),
                tried);
    }

    /// What the deliveries of a team's email went through, in the order of its recipients.
    List<Trace> traces(Transaction tx, TeamId team, UUID email) {
        Map<Integer, List<Trace.Tried>> attempts = attempts(tx, team, email, """
                number, started_at, duration_ms, dns, host, address, source, tls, tls_policy, outcome, reason, reply,
                category, rule, advice, conversation""", (row, _) -> attempt(row));
        return tx.handle()
                .createQuery("""
                        select position, recipient, state, created_at, due, settled_at, waits
                          from deliveries
                         where email_id = :email and team_id = :team
                         order by position""")
                .bind("email", email)
                .bind("team", team.value())
                .map((row, _) -> trace(row, attempts.getOrDefault(row.getInt("position"), List.of())))
                .list();
    }

    private static Trace.Tried attempt(ResultSet row) throws SQLException {
        String dns = row.getString("dns");
        String outcome = row.getString("outcome");
        String reason = row.getString("reason");
        return new Trace.Tried(
                row.getInt("number"),
                row.getTimestamp("started_at").toInstant(),
                Duration.ofMillis(row.getInt("duration_ms")),
                dns == null ? null : DnsAnswers.read(dns),
                row.getString("host"),
                row.getString("address"),
                row.getString("source"),
                row.getString("tls"),
                row.getString("tls_policy"),
                outcome,
                outcome.equals("deferred") ? WaitReason.spelled(reason) : null,
                outcome.equals("bounced") ? bounceReason(reason) : null,
                row.getString("reply"),
                row.getString("category"),
                row.getString("rule"),
                row.getString("advice"),
                ConversationJson.read(row.getString("conversation")));
    }

    private static Trace trace(ResultSet row, List<Trace.Tried> attempts) throws SQLException {
        DeliveryState state = DeliveryState.spelled(row.getString("state"));
        boolean comes = state == DeliveryState.WAITING || state == DeliveryState.DEFERRED;
        return Trace.of(
                Address.parse(row.getString("recipient")),
                state,
                row.getTimestamp("created_at").toInstant(),
                comes ? row.getTimestamp("due").toInstant() : null,
                instant(row.getTimestamp("settled_at")),
                attempts,
                Wait.read(row.getString("waits")));
    }

    /// A wait as the database's `waited` writes it.
    ///
    /// @param since in milliseconds of Unix time, as is `until`
    private record Wait(String reason, long since, @Nullable Long until, int times) {
        private static final TypeReference<List<Wait>> LIST = new TypeReference<>() {};

        static List<Trace.Wait> read(@Nullable String json) {
            return json == null
                    ? List.of()
                    : Json.read(json, LIST).stream().map(Wait::toTrace).toList();
        }

        private Trace.Wait toTrace() {
            return new Trace.Wait(
                    WaitReason.spelled(reason),
                    Instant.ofEpochMilli(since),
                    until == null ? null : Instant.ofEpochMilli(until),
                    times);
        }
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
                urgency(row),
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
