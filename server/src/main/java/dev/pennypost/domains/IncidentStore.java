package dev.pennypost.domains;

import dev.pennypost.domains.Incidents.Failed;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The SQL of incidents.
final class IncidentStore {
    /// How long an incident stays open when nobody says so again.
    static final Duration SILENT = Duration.ofDays(7);

    /// How long after a refusal mail must be taken for the fault to count as mended: caches of DNS may still hold it.
    static final Duration CLEAR = Duration.ofDays(1);

    /// What was silent for too long is over, so that what is said now opens another.
    private static final String CLOSE_SILENT = """
            update domain_incidents i set closed_at = i.last_seen_at + :silent::interval
             where (i.team_id, i.id) in (
                   select o.team_id, o.id from domain_incidents o
                     join unnest(:teams, :domains, :kinds) as n (team, domain, kind)
                       on o.team_id = n.team and o.domain_id = n.domain and o.kind = n.kind
                    where o.closed_at is null and o.last_seen_at < :at::timestamptz - :silent::interval
                    order by o.team_id, o.domain_id, o.kind for update of o)""";

    /// In one order for everybody, so that two who note the same domains do not wait for each other.
    private static final String NOTE = """
            insert into domain_incidents (team_id, id, domain_id, kind, opened_at, last_seen_at, times, receiver, reply)
            select team, n.id, domain, n.kind, at, at, times, receiver, reply
              from unnest(:teams, :ids, :domains, :kinds, :times, :counts, :receivers, :replies)
                   as n (team, id, domain, kind, at, times, receiver, reply)
              join domains d on d.id = n.domain and d.team_id = n.team
             order by team, domain, n.kind
               for key share of d
            on conflict (team_id, domain_id, kind) where closed_at is null
            do update set last_seen_at = greatest(domain_incidents.last_seen_at, excluded.last_seen_at),
                          times = domain_incidents.times + excluded.times,
                          receiver = excluded.receiver, reply = excluded.reply""";

    /// An incident that may be closed.
    record Open(UUID id, DomainId domain, String receiver) {}

    /// Refusals of one kind for one domain.
    private record Key(UUID team, UUID domain, String kind) {
        static Key of(Failed one) {
            return new Key(
                    one.team().value(), one.domain().value(), one.kind().name().toLowerCase(Locale.ROOT));
        }
    }

    private record Sum(Failed last, int count) {
        Sum plus(Sum other) {
            return new Sum(other.last.at().isBefore(last.at()) ? last : other.last, count + other.count);
        }
    }

    void note(Transaction tx, Collection<Failed> failures) {
        var sums = new TreeMap<Key, Sum>(
                Comparator.comparing(Key::team).thenComparing(Key::domain).thenComparing(Key::kind));
        for (Failed one : failures) sums.merge(Key.of(one), new Sum(one, 1), Sum::plus);
        Object[] teams = column(sums, one -> one.getKey().team);
        Object[] domains = column(sums, one -> one.getKey().domain);
        Object[] kinds = column(sums, one -> one.getKey().kind);
        Instant at =
                failures.stream().map(Failed::at).max(Comparator.naturalOrder()).orElseThrow();
        tx.handle()
                .createUpdate(CLOSE_SILENT)
                .bind("silent", SILENT.toHours() + " hours")
                .bind("at", Timestamp.from(at))
                .bindArray("teams", UUID.class, teams)
                .bindArray("domains", UUID.class, domains)
                .bindArray("kinds", String.class, kinds)
                .execute();
        tx.handle()
                .createUpdate(NOTE)
                .bindArray("teams", UUID.class, teams)
                .bindArray("domains", UUID.class, domains)
                .bindArray("kinds", String.class, kinds)
                .bindArray(
                        "ids",
                        UUID.class,
                        column(sums, one -> Ids.next(one.getValue().last.at())))
                .bindArray(
                        "times",
                        Instant.class,
                        column(sums, one -> one.getValue().last.at()))
                .bindArray("counts", Integer.class, column(sums, one -> one.getValue().count))
                .bindArray(
                        "receivers",
                        String.class,
                        column(sums, one -> one.getValue().last.receiver()))
                .bindArray(
                        "replies",
                        String.class,
                        column(sums, one -> one.getValue().last.reply()))
                .execute();
    }

    List<Open> open(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select id, domain_id, receiver from domain_incidents"
                        + " where team_id = :team and closed_at is null")
                .bind("team", team.value())
                .map((row, _) -> new Open(
                        row.getObject("id", UUID.class),
                        new DomainId(row.getObject("domain_id", UUID.class)),
                        row.getString("receiver")))
                .list();
    }

    /// Closes those that were last seen long enough before mail was taken; says whether there were any.
    boolean close(Transaction tx, TeamId team, Map<UUID, Instant> mended) {
        int closed = 0;
        for (var one : new TreeMap<>(mended).entrySet())
            closed += tx.handle()
                    .createUpdate("update domain_incidents set closed_at = :at"
                            + " where team_id = :team and id = :id and closed_at is null and last_seen_at <= :before")
                    .bind("team", team.value())
                    .bind("id", one.getKey())
                    .bind("at", one.getValue())
                    .bind("before", one.getValue().minus(CLEAR))
                    .execute();
        return closed > 0;
    }

    List<Incident> of(Transaction tx, TeamId team, DomainId domain, Instant now, int most) {
        return tx.handle()
                .createQuery("select * from domain_incidents where team_id = :team and domain_id = :domain"
                        + " order by id desc limit :most")
                .bind("team", team.value())
                .bind("domain", domain.value())
                .bind("most", most)
                .map((row, _) -> read(row, now))
                .list();
    }

    private static Incident read(ResultSet row, Instant now) throws SQLException {
        Instant lastSeen = row.getTimestamp("last_seen_at").toInstant();
        return new Incident(
                row.getObject("id", UUID.class),
                AuthenticationFault.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getTimestamp("opened_at").toInstant(),
                lastSeen,
                row.getInt("times"),
                row.getString("receiver"),
                row.getString("reply"),
                closed(row.getTimestamp("closed_at"), lastSeen.plus(SILENT), now));
    }

    /// Nobody needs to write down that nothing happened.
    private static @Nullable Instant closed(@Nullable Timestamp written, Instant silent, Instant now) {
        if (written != null) return written.toInstant();
        return silent.isBefore(now) ? silent : null;
    }

    private static Object[] column(Map<Key, Sum> sums, Function<Map.Entry<Key, Sum>, Object> column) {
        return sums.entrySet().stream().map(column).toArray();
    }
}
