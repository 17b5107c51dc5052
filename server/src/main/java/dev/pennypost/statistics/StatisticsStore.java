package dev.pennypost.statistics;

import dev.pennypost.domains.DomainId;
import dev.pennypost.statistics.Statistics.Count;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/// The SQL of counts. A count is the sum over its slots.
final class StatisticsStore {
    /// As many as write at once, and some room.
    static final int SLOTS = 4;

    private record Row(UUID team, Instant quarter, UUID domain, Figure figure) {
        /// In this order rows are locked, so that two who count never wait for each other in a ring.
        private static final Comparator<Row> ORDER = Comparator.comparing(Row::team)
                .thenComparing(Row::quarter)
                .thenComparing(Row::domain)
                .thenComparing(Row::figure);

        static Row of(Happened one) {
            return new Row(one.team().value(), one.quarter(), one.domain().value(), one.figure());
        }
    }

    void add(Transaction tx, Collection<Happened> all) {
        SortedMap<Row, Long> rows = new TreeMap<>(Row.ORDER);
        for (Happened one : all) rows.merge(Row.of(one), one.times(), Long::sum);
        Connection connection = tx.connection();
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into email_statistics (team_id, quarter, domain_id, figure, slot, times)
                select team, quarter, domain, figure, ?, times
                  from unnest(?::uuid[], ?::timestamptz[], ?::uuid[], ?::text[], ?::bigint[])
                       with ordinality as t (team, quarter, domain, figure, times, place)
                 order by place
                on conflict (team_id, quarter, domain_id, figure, slot)
                do update set times = email_statistics.times + excluded.times""")) {
            insert.setInt(1, ThreadLocalRandom.current().nextInt(SLOTS));
            insert.setArray(2, connection.createArrayOf("uuid", column(rows, Row::team)));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "text", column(rows, row -> row.quarter().toString())));
            insert.setArray(4, connection.createArrayOf("uuid", column(rows, Row::domain)));
            insert.setArray(
                    5,
                    connection.createArrayOf(
                            "text", column(rows, row -> row.figure().column())));
            insert.setArray(6, connection.createArrayOf("int8", rows.values().toArray()));
            insert.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot count what happened to emails", broken);
        }
    }

    private static Object[] column(SortedMap<Row, Long> rows, Function<Row, Object> column) {
        return rows.keySet().stream().map(column).toArray();
    }

    /// The counts of a range of quarters, added up by periods.
    ///
    /// @param starts where the periods begin, in their order; the first not after the range
    /// @param domains empty for all
    List<Count> read(
            Transaction tx, TeamId team, Instant from, Instant to, List<Instant> starts, Set<DomainId> domains) {
        return tx.handle()
                .createQuery("""
                        select width_bucket(quarter, cast(:starts as timestamptz[])) - 1 as period, domain_id, figure,
                               sum(times) as times
                          from email_statistics
                         where team_id = :team and quarter >= :from and quarter < :to
                           and (cardinality(:domains) = 0 or domain_id = any(:domains))
                         group by 1, 2, 3""")
                .bindArray("starts", String.class, (Object[])
                        starts.stream().map(Instant::toString).toArray(String[]::new))
                .bind("team", team.value())
                .bind("from", from)
                .bind("to", to)
                .bindArray("domains", UUID.class, (Object[])
                        domains.stream().map(DomainId::value).toArray(UUID[]::new))
                .map((row, _) -> new Count(
                        row.getInt("period"),
                        new DomainId(row.getObject("domain_id", UUID.class)),
                        null,
                        Figure.fromColumn(row.getString("figure")),
                        row.getLong("times")))
                .list();
    }

    /// Merges slots of quarters before a time; returns how many rows there are now instead.
    int merge(Transaction tx, Instant before, int most) {
        return tx.handle()
                .createUpdate("""
                        with gone as (
                            delete from email_statistics
                             where ctid = any(array(select ctid from email_statistics
                                                     where slot > 0 and quarter < :before
                                                     order by quarter limit :most for update skip locked))
                            returning *)
                        insert into email_statistics as kept (team_id, quarter, domain_id, figure, slot, times)
                        select team_id, quarter, domain_id, figure, 0, sum(times)
                          from gone group by 1, 2, 3, 4
                         order by 1, 2, 3, 4
                        on conflict (team_id, quarter, domain_id, figure, slot)
                        do update set times = kept.times + excluded.times""")
                .bind("before", before)
                .bind("most", most)
                .execute();
    }
}
