package dev.pennypost.statistics;

import dev.pennypost.domains.DomainId;
import dev.pennypost.statistics.Statistics.Count;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The SQL of counts. A count is the sum over its slots, and the row of its day. Everything is counted at its
/// domain and, for who asks about a team, at all of its domains together.
final class StatisticsStore {
    /// Stands for all domains of a team together.
    static final UUID ALL_DOMAINS = new UUID(0, 0);

    /// As many as write at once, and some room.
    static final int SLOTS = 4;

    private record Row(UUID team, Instant quarter, UUID domain, Figure figure) {
        /// In this order rows are locked, so that two who count never wait for each other in a ring.
        private static final Comparator<Row> ORDER = Comparator.comparing(Row::team)
                .thenComparing(Row::quarter)
                .thenComparing(Row::domain)
                .thenComparing(Row::figure);

        static Row of(Happened one, UUID domain) {
            return new Row(one.team().value(), one.quarter(), domain, one.figure());
        }
    }

    void add(Transaction tx, Collection<Happened> all) {
        SortedMap<Row, Long> rows = new TreeMap<>(Row.ORDER);
        for (Happened one : all)
            for (UUID domain : countedAt(one)) rows.merge(Row.of(one, domain), one.times(), Long::sum);
        Connection connection = tx.connection();
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into email_statistics (team_id, quarter, domain_id, figure, slot, times)
                select team, quarter, domain, figure, ?, times
                  from unnest(?::uuid[], ?::timestamptz[], ?::uuid[], ?::text[], ?::bigint[])
                       with ordinality as t (team, quarter, domain, figure, times, place)
                 order by place
                on conflict (team_id, domain_id, quarter, figure, slot)
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

    /// The domains that something is counted at.
    static List<UUID> countedAt(Happened one) {
        return List.of(ALL_DOMAINS, one.domain().value());
    }

    private static Object[] column(SortedMap<Row, Long> rows, Function<Row, Object> column) {
        return rows.keySet().stream().map(column).toArray();
    }

    /// The counts of a range of quarters, added up by periods.
    ///
    /// @param starts where the periods begin, in their order; the first not after the range
    List<Count> read(Transaction tx, TeamId team, Instant from, Instant to, List<Instant> starts, Whose whose) {
        var query = tx.handle()
                .createQuery(reading("email_statistics", "domain_id", "team_id = :team and " + condition(whose)))
                .bind("team", team.value());
        return within(query, from, to, starts, whose)
                .map((row, _) -> count(row, null))
                .list();
    }

    /// Which rows are meant, of any table of counts.
    static String condition(Whose whose) {
        return switch (whose) {
            case Whose.Team() -> "domain_id = :all";
            case Whose.EachDomain() -> "domain_id <> :all";
            case Whose.Some(var _) -> "domain_id = any(:domains)";
        };
    }

    private static void bind(Query query, Whose whose) {
        if (whose instanceof Whose.Some(var domains))
            query.bindArray("domains", UUID.class, (Object[])
                    domains.stream().map(DomainId::value).toArray(UUID[]::new));
        else query.bind("all", ALL_DOMAINS);
    }

    static Count count(ResultSet row, @Nullable String tag) throws SQLException {
        UUID domain = row.getObject("domain_id", UUID.class);
        return new Count(
                row.getInt("period"),
                domain.equals(ALL_DOMAINS) ? null : new DomainId(domain),
                tag,
                Figure.fromColumn(row.getString("figure")),
                row.getLong("times"));
    }

    /// Reads quarters, parts of days from their running totals, and whole days, in one statement: what moves
    /// meanwhile is in one of them. `offset 0` has a day looked up by its key always: how many days there are
    /// stands in a parameter, and a planner that guesses reads the days of all teams. The `select` around the
    /// starts of periods has them read once, and not for every row.
    ///
    /// @param by the columns that counts are told apart by
    /// @param which rows are meant
    static String reading(String table, String by, String which) {
        return """
                select period, BY, figure, sum(times) as times
                  from (select width_bucket(quarter, (select cast(:starts as timestamptz[]))) - 1 as period, BY, figure,
                               times
                          from TABLE where WHICH and quarter >= :from and quarter < :to
                        union all
                        select period, BY, figure, counted.times
                          from unnest(:partPeriods, cast(:partDays as date[]), :partAfters, :partUptos)
                               as part (period, of_day, after, upto)
                         cross join lateral (
                               select BY, figure, times[part.upto] - coalesce(times[part.after], 0) as times
                                 from TABLE_days where WHICH and day = part.of_day offset 0) as counted
                        union all
                        select period, BY, each.figure, each.times
                          from (select period, BY, SUMS
                                  from unnest(:periods, cast(:firsts as date[]), cast(:lasts as date[]))
                                       as whole (period, first, last)
                                 cross join lateral (
                                       select * from TABLE_totals
                                        where WHICH and day >= whole.first and day < whole.last offset 0) as days
                                 group by period, BY) as summed
                         cross join lateral (values EACH) as each (figure, times) where each.times <> 0) as parts
                 group by period, BY, figure having sum(times) <> 0""".replace("TABLE", table)
                .replace("BY", by)
                .replace("WHICH", which)
                .replace("SUMS", ofEach("cast(sum(F) as bigint) as F"))
                .replace("EACH", ofEach("('F', F)"));
    }

    /// The same for each figure, whose column F stands for, with commas in between.
    private static String ofEach(String text) {
        return Arrays.stream(Figure.values())
                .map(figure -> text.replace("F", figure.column()))
                .collect(Collectors.joining(", "));
    }

    /// Says which time and which domains are meant.
    static Query within(Query query, Instant from, Instant to, List<Instant> starts, Whose whose) {
        Map<Boolean, List<Piece>> pieces =
                Piece.of(from, to, starts).stream().collect(Collectors.partitioningBy(Piece::isWhole));
        List<Piece> wholes = pieces.getOrDefault(true, List.of());
        List<Piece> parts = pieces.getOrDefault(false, List.of());
        bind(query, whose);
        return query.bind("from", from)
                .bind("to", to)
                .bindArray("starts", String.class, texts(starts, Instant::toString))
                .bindArray("partPeriods", Integer.class, numbers(parts, Piece::period))
                .bindArray(
                        "partDays",
                        String.class,
                        texts(parts, piece -> piece.from().toString()))
                .bindArray("partAfters", Integer.class, numbers(parts, Piece::begin))
                .bindArray("partUptos", Integer.class, numbers(parts, Piece::end))
                .bindArray("periods", Integer.class, numbers(wholes, Piece::period))
                .bindArray(
                        "firsts",
                        String.class,
                        texts(wholes, piece -> piece.from().toString()))
                .bindArray(
                        "lasts", String.class, texts(wholes, piece -> piece.to().toString()));
    }

    private static <T> Object[] texts(List<T> all, Function<T, String> text) {
        return all.stream().map(text).toArray();
    }

    private static <T> Object[] numbers(List<T> all, Function<T, Integer> number) {
        return all.stream().map(number).toArray();
    }

    /// Moves the counts of one team's oldest day, of quarters before a time, or the first of them, to the rows
    /// of the day; returns how many were moved.
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
                        """ + adding("email_statistics", "team_id, domain_id") + " select count(*) from gone")
                .bind("before", before)
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    /// Adds what is gone from the quarters to days, to their running totals and to the totals of whole days.
    ///
    /// @param by the columns that counts are told apart by
    static String adding(String table, String by) {
        return """
                counts as (
                    select BY, quarter, cast(quarter at time zone 'UTC' as date) as day, figure, sum(times) as times
                      from gone group by BY, quarter, figure),
                running as (
                    insert into TABLE_days as kept (BY, day, figure, times)
                    select BY, day, figure,
                           summed_up(array_agg(cast(extract(epoch from quarter) as bigint) / 900 % 96)::int[],
                                     array_agg(times)::bigint[])
                      from counts group by BY, day, figure order by BY, day, figure
                    on conflict (BY, day, figure) do update set times = added(kept.times, excluded.times)),
                total as (
                    insert into TABLE_totals as kept (BY, day, COLUMNS)
                    select BY, day, SUMS from counts group by BY, day order by BY, day
                    on conflict (BY, day) do update set ADDED)""".replace("TABLE", table)
                .replace("BY", by)
                .replace("COLUMNS", ofEach("F"))
                .replace("SUMS", ofEach("coalesce(sum(times) filter (where figure = 'F'), 0)"))
                .replace("ADDED", ofEach("F = kept.F + excluded.F"));
    }
}
