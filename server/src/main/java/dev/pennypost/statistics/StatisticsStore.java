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
import org.jdbi.v3.core.statement.Query;

/// The SQL of counts. A count is the sum over its slots, and the row of its day.
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
        return within(
                        tx.handle().createQuery("""
                                select period, domain_id, figure, sum(times) as times
                                  from (select width_bucket(quarter, cast(:starts as timestamptz[])) - 1 as period,
                                               domain_id, figure, times
                                          from email_statistics
                                         where team_id = :team and quarter >= :from and quarter < :to
                                           and (cardinality(:domains) = 0 or domain_id = any(:domains))
                                        union all
                                        select p.period, domain_id, figure,
                                               times[p.upto] - coalesce(times[p.after], 0)
                                          from unnest(:periods, cast(:firsts as date[]), cast(:lasts as date[]),
                                                      :afters, :uptos) as p (period, first, last, after, upto)
                                          join email_statistics_days
                                            on team_id = :team and day >= p.first and day < p.last
                                           and (cardinality(:domains) = 0 or domain_id = any(:domains))) as parts
                                 group by 1, 2, 3 having sum(times) <> 0"""), from, to, starts)
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

    /// Says which time is meant, to a query of quarters and of parts of days.
    static Query within(Query query, Instant from, Instant to, List<Instant> starts) {
        List<Piece> pieces = Piece.of(from, to, starts);
        return query.bindArray("starts", String.class, texts(starts, Instant::toString))
                .bindArray("periods", Integer.class, numbers(pieces, Piece::period))
                .bindArray("firsts", String.class, texts(pieces, piece -> piece.from().toString()))
                .bindArray("lasts", String.class, texts(pieces, piece -> piece.to().toString()))
                .bindArray("afters", Integer.class, numbers(pieces, Piece::begin))
                .bindArray("uptos", Integer.class, numbers(pieces, Piece::end));
    }

    private static <T> Object[] texts(List<T> all, Function<T, String> text) {
        return all.stream().map(text).toArray();
    }

    private static <T> Object[] numbers(List<T> all, Function<T, Integer> number) {
        return all.stream().map(number).toArray();
    }

    /// Moves the counts of one team's oldest day, of quarters before a time, or the first of them, to the row of the day; returns
    /// how many were moved.
    int settle(Transaction tx, Instant before, int most) {
        return tx.handle()
                .createQuery("""
                        with oldest as (
                            select team_id, date_trunc('day', quarter, 'UTC') as day from email_statistics
                             where quarter < :before
                             order by quarter, team_id limit 1),
                        gone as (
                            delete from email_statistics
                             where ctid = any(array(select s.ctid from email_statistics s join oldest o
                                                        on s.team_id = o.team_id and s.quarter >= o.day
                                                       and s.quarter < o.day + interval '1 day'
                                                       and s.quarter < :before
                                                     order by s.quarter limit :most for update of s skip locked))
                            returning *),
                        counts as (
                            select team_id, quarter, domain_id, figure, sum(times) as times
                              from gone group by 1, 2, 3, 4),
                        kept as (
                            insert into email_statistics_days as kept (team_id, day, domain_id, figure, times)
                            select team_id, cast(quarter at time zone 'UTC' as date), domain_id, figure,
                                   summed_up(array_agg(cast(extract(epoch from quarter) as bigint) / 900 % 96)::int[],
                                             array_agg(times)::bigint[])
                              from counts group by 1, 2, 3, 4 order by 1, 2, 3, 4
                            on conflict (team_id, day, domain_id, figure)
                            do update set times = added(kept.times, excluded.times))
                        select count(*) from gone""")
                .bind("before", before)
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }
}
