package dev.pennypost.delivery.control;

import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.DeliveryLife;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.Urgency;
import dev.pennypost.delivery.WaitReason;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The SQL of operators' controls. The states stand in the statements as constants, so that PostgreSQL sees which
/// partial index has what is looked for; statements never look in more than one.
final class ControlStore {
    private static final Set<DeliveryState> LIVE =
            EnumSet.of(DeliveryState.WAITING, DeliveryState.DEFERRED, DeliveryState.HELD);
    private static final Set<DeliveryState> STOPPED =
            EnumSet.of(DeliveryState.BOUNCED, DeliveryState.SUPPRESSED, DeliveryState.FAILED, DeliveryState.CANCELED);

    private static final String COLUMNS = """
            email_id, position, team_id, domain_id, recipient, reverse_path, tls, bulk, attempts,
            coalesce(tried_since, created_at) as tried_since, state, site""";

    private static final String LISTED = """
            d.email_id, d.position, d.team_id, d.domain_id, d.recipient, d.site, d.state, d.wait_reason, d.due,
            d.attempts, d.created_at""";

    /// A plan is made once and kept, and what is right to read through today is not when the queue is long.
    private static final String BY_KEY =
            "set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off";

    private static final String THOSE = """

              from unnest(:emails, :positions) as these (email_id, position)
             where d.email_id = these.email_id and d.position = these.position""";

    /// A delivery with what may be done to it.
    ///
    /// @param site the name its site is counted under; null before it was looked for
    record Found(
            Delivery delivery,
            DeliveryState state,
            @Nullable String site) {}

    /// The states, put together as they are found.
    static List<Set<DeliveryState>> groups(Set<DeliveryState> states) {
        var groups = new ArrayList<Set<DeliveryState>>();
        for (Set<DeliveryState> group :
                List.of(LIVE, EnumSet.of(DeliveryState.ATTEMPTING), STOPPED, EnumSet.of(DeliveryState.DELIVERED))) {
            var some = EnumSet.noneOf(DeliveryState.class);
            some.addAll(group);
            some.retainAll(states);
            if (!some.isEmpty()) groups.add(some);
        }
        return groups;
    }

    /// The next of those that are meant, locked, by key.
    ///
    /// @param states of one group
    List<Found> next(
            Transaction tx, List<Target> targets, Set<DeliveryState> states, @Nullable DeliveryId after, int limit) {
        String from = after == null ? "" : " and (email_id, position) > (:email, :position)";
        var query = tx.handle()
                .createQuery("select " + COLUMNS + " from deliveries d where " + where(targets, states) + from
                        + " order by email_id, position limit :limit for update")
                .bind("limit", limit);
        if (after != null) query.bind("email", after.emailId()).bind("position", after.position());
        return bind(query, targets).map((row, _) -> found(row)).list();
    }

    long count(Transaction tx, List<Target> targets, Set<DeliveryState> states) {
        long sum = 0;
        for (Set<DeliveryState> group : groups(states))
            sum += bind(
                            tx.handle().createQuery("select count(*) from deliveries d where " + where(targets, group)),
                            targets)
                    .mapTo(Long.class)
                    .one();
        return sum;
    }

    /// Whether some of these may be in the memory of a node, which writes down their site only when it is done with
    /// them.
    boolean mayBeInMemory(Transaction tx, List<Target> targets) {
        List<Target> known = targets.stream()
                .filter(target -> target.kind() != Target.Kind.SITE)
                .toList();
        String ofSite = targets.stream()
                .filter(target -> target.kind() == Target.Kind.SITE)
                .map(_ -> " and (d.site is null or d.site = :site)")
                .findFirst()
                .orElse("");
        var query = tx.handle()
                .createQuery("select exists (select from deliveries d where "
                        + where(known, EnumSet.of(DeliveryState.ATTEMPTING)) + ofSite + ")");
        for (Target target : targets) if (target instanceof Target.Site(String name)) query.bind("site", name);
        return bind(query, known).mapTo(Boolean.class).one();
    }

    /// A page, the newest first.
    List<ListedDelivery> list(
            Transaction tx, List<Target> targets, Set<DeliveryState> states, @Nullable DeliveryId after, int limit) {
        String from = after == null ? "" : " and (d.email_id, d.position) < (:email, :position)";
        String rest = from + " order by d.email_id desc, d.position desc limit :limit";
        String all = groups(states).stream()
                .map(group -> "(select " + LISTED + " from deliveries d where " + where(targets, group) + rest + ")")
                .collect(Collectors.joining(" union all "));
        var query = tx.handle()
                .createQuery("select d.*, a.reply, a.category, a.rule from (" + all + """
                        ) as d left join attempts a
                            on a.email_id = d.email_id and a.position = d.position and a.number = d.attempts
                         order by d.email_id desc, d.position desc limit :limit""")
                .bind("limit", limit);
        if (after != null) query.bind("email", after.emailId()).bind("position", after.position());
        return bind(query, targets).map((row, _) -> listed(row)).list();
    }

    List<QueueSummary.Count> counts(Transaction tx) {
        return tx.handle().createQuery("""
                        select state, wait_reason, count(*) as deliveries, min(due) as oldest
                          from deliveries where state in ('waiting', 'deferred', 'held') group by 1, 2
                        union all
                        select state, null, count(*), null
                          from deliveries where state = 'attempting' group by 1
                         order by 1, 2""").map((row, _) -> count(row)).list();
    }

    /// Lets paused deliveries go on. The time they were paused does not count among the time they may be tried.
    void resume(Transaction tx, Collection<Found> these, Instant now) {
        update(tx, these, now, """
                update deliveries d
                   set state = 'waiting', due = :now, wait_reason = 'requeued', tried_since = :now""" + THOSE);
    }

    /// Has deliveries that are put off attempted now.
    void flush(Transaction tx, Collection<Found> these, Instant now) {
        update(tx, these, now, "update deliveries d set due = :now" + THOSE);
    }

    /// Has deliveries tried anew, for as long as a new one.
    void requeue(Transaction tx, Collection<Found> these, Instant now) {
        update(tx, these, now, """
                update deliveries d
                   set state = 'waiting', due = :now, wait_reason = 'requeued', tried_since = :now,
                       settled_at = null""" + THOSE);
    }

    void cancel(Transaction tx, Collection<Found> these, Instant now) {
        update(tx, these, now, """
                update deliveries d
                   set state = 'canceled', wait_reason = null, settled_at = :now, failed_at = :now""" + THOSE);
    }

    private static void update(Transaction tx, Collection<Found> these, Instant now, String sql) {
        if (these.isEmpty()) return;
        tx.handle().execute(BY_KEY);
        tx.handle()
                .createUpdate(sql)
                .bind("now", now)
                .bindArray("emails", UUID.class, (Object[])
                        these.stream().map(one -> one.delivery().id().emailId()).toArray(UUID[]::new))
                .bindArray("positions", Integer.class, (Object[]) these.stream()
                        .map(one -> one.delivery().id().position())
                        .toArray(Integer[]::new))
                .execute();
    }

    private static String where(List<Target> targets, Set<DeliveryState> states) {
        var conditions = new ArrayList<String>();
        conditions.add(states.stream()
                .map(state -> "'" + state.spelled() + "'")
                .collect(Collectors.joining(", ", "d.state in (", ")")));
        for (int i = 0; i < targets.size(); i++) conditions.add(column(targets.get(i)) + " = :target" + i);
        return String.join(" and ", conditions);
    }

    private static String column(Target target) {
        return switch (target.kind()) {
            case SITE -> "d.site";
            case TEAM -> "d.team_id";
            case DOMAIN -> "d.domain_id";
            case RECIPIENT -> "lower(d.recipient)";
            case RECIPIENT_DOMAIN -> "split_part(d.recipient, '@', -1)";
            case EMAIL -> "d.email_id";
        };
    }

    private static <S extends SqlStatement<S>> S bind(S statement, List<Target> targets) {
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            switch (target.kind()) {
                case SITE, RECIPIENT, RECIPIENT_DOMAIN -> statement.bind("target" + i, target.value());
                case TEAM, DOMAIN, EMAIL -> statement.bind("target" + i, UUID.fromString(target.value()));
            }
        }
        return statement;
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                new Delivery(
                        id(row),
                        team(row),
                        domain(row),
                        Address.parse(row.getString("recipient")),
                        row.getString("reverse_path"),
                        TlsMode.valueOf(row.getString("tls").toUpperCase(Locale.ROOT)),
                        row.getBoolean("bulk") ? Urgency.BULK : Urgency.TRANSACTIONAL,
                        row.getInt("attempts"),
                        row.getTimestamp("tried_since").toInstant()),
                DeliveryState.spelled(row.getString("state")),
                row.getString("site"));
    }

    private static ListedDelivery listed(ResultSet row) throws SQLException {
        DeliveryState state = DeliveryState.spelled(row.getString("state"));
        boolean comes = state == DeliveryState.WAITING || state == DeliveryState.DEFERRED;
        return new ListedDelivery(
                id(row),
                team(row),
                domain(row),
                Address.parse(row.getString("recipient")),
                row.getString("site"),
                state,
                DeliveryLife.isOver(state) ? null : waits(row),
                comes ? row.getTimestamp("due").toInstant() : null,
                row.getInt("attempts"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("reply"),
                row.getString("category"),
                row.getString("rule"));
    }

    private static QueueSummary.Count count(ResultSet row) throws SQLException {
        Timestamp oldest = row.getTimestamp("oldest");
        return new QueueSummary.Count(
                DeliveryState.spelled(row.getString("state")),
                waits(row),
                row.getLong("deliveries"),
                oldest == null ? null : oldest.toInstant());
    }

    private static @Nullable WaitReason waits(ResultSet row) throws SQLException {
        String why = row.getString("wait_reason");
        return why == null ? null : WaitReason.spelled(why);
    }

    private static DeliveryId id(ResultSet row) throws SQLException {
        return new DeliveryId(row.getObject("email_id", UUID.class), row.getInt("position"));
    }

    private static TeamId team(ResultSet row) throws SQLException {
        return new TeamId(row.getObject("team_id", UUID.class));
    }

    private static DomainId domain(ResultSet row) throws SQLException {
        return new DomainId(row.getObject("domain_id", UUID.class));
    }
}
