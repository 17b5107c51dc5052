package dev.pennypost.statistics;

import dev.pennypost.statistics.Statistics.Count;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/// The SQL of counts by tag. A count is the sum over its slots, and the row of its day.
final class TagStore {
    static final int MOST_VALUES = 1_000;
    static final int MOST_NAMES = 50;
    private static final int MOST_REMEMBERED = 100_000;

    /// What is known to be counted by itself, or not to be.
    private final ConcurrentHashMap<CountedTag, Boolean> known = new ConcurrentHashMap<>();
    /// Names that have no room for another value, and never will.
    private final Set<CountedTag> full = ConcurrentHashMap.newKeySet();

    private record Row(CountedTag tag, Instant quarter, UUID domain, Figure figure) {
        private static final Comparator<Row> ORDER = Comparator.comparing(Row::tag, CountedTag.ORDER)
                .thenComparing(Row::quarter)
                .thenComparing(Row::domain)
                .thenComparing(Row::figure);
    }

    void add(Transaction tx, Collection<Happened> all) {
        var tags = new TreeSet<>(CountedTag.ORDER);
        for (Happened one : all) tags.addAll(tags(one));
        if (tags.isEmpty()) return;
        Set<CountedTag> apart = countedApart(tx, tags);
        SortedMap<Row, Long> rows = new TreeMap<>(Row.ORDER);
        for (Happened one : all)
            for (CountedTag tag : tags(one))
                for (UUID domain : StatisticsStore.countedAt(one))
                    rows.merge(
                            new Row(apart.contains(tag) ? tag : tag.others(), one.quarter(), domain, one.figure()),
                            one.times(),
                            Long::sum);
        write(tx, rows);
    }

    private static List<CountedTag> tags(Happened one) {
        return one.tags().entrySet().stream()
                .map(tag -> new CountedTag(one.team(), tag.getKey(), tag.getValue()))
                .toList();
    }

    /// Those of these tags that are counted by themselves; new ones become so as long as there are few.
    private Set<CountedTag> countedApart(Transaction tx, Set<CountedTag> tags) {
        var apart = new HashSet<CountedTag>();
        var unknown = new TreeSet<>(CountedTag.ORDER);
        for (CountedTag tag : tags) {
            Boolean isApart = known.get(tag);
            if (isApart == null) unknown.add(tag);
            else if (isApart) apart.add(tag);
        }
        if (unknown.isEmpty()) return apart;
        for (CountedTag tag : unknown) if (!full.contains(tag.others())) register(tx, tag);
        Set<CountedTag> registered = registered(tx, unknown);
        apart.addAll(registered);
        tx.afterCommit(() -> {
            if (known.size() > MOST_REMEMBERED) known.clear();
            if (full.size() > MOST_REMEMBERED) full.clear();
            for (CountedTag tag : unknown) {
                known.put(tag, registered.contains(tag));
                if (!registered.contains(tag)) full.add(tag.others());
            }
        });
        return apart;
    }

    private static void register(Transaction tx, CountedTag tag) {
        tx.handle()
                .createUpdate("""
                        insert into counted_tags (team_id, name, value)
                        select :team, :name, :value
                         where (select count(*) from counted_tags where team_id = :team and name = :name) < :values
                           and (exists (select from counted_tags where team_id = :team and name = :name)
                                or (select count(distinct name) from counted_tags where team_id = :team) < :names)
                        on conflict do nothing""")
                .bind("team", tag.team().value())
                .bind("name", tag.name())
                .bind("value", tag.value())
                .bind("values", MOST_VALUES)
                .bind("names", MOST_NAMES)
                .execute();
    }

    private static Set<CountedTag> registered(Transaction tx, Set<CountedTag> tags) {
        return tx.handle()
                .createQuery("""
                        select team_id, name, value from counted_tags
                          join unnest(:teams, :names, :values) as t (team, tag, text)
                            on team_id = t.team and name = t.tag and value = t.text""")
                .bindArray("teams", UUID.class, (Object[])
                        tags.stream().map(tag -> tag.team().value()).toArray(UUID[]::new))
                .bindArray("names", String.class, (Object[])
                        tags.stream().map(CountedTag::name).toArray(String[]::new))
                .bindArray("values", String.class, (Object[])
                        tags.stream().map(CountedTag::value).toArray(String[]::new))
                .map((row, _) -> new CountedTag(
                        new TeamId(row.getObject("team_id", UUID.class)),
                        row.getString("name"),
                        row.getString("value")))
                .set();
    }

    private static void write(Transaction tx, SortedMap<Row, Long> rows) {
        Connection connection = tx.connection();
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into tag_statistics (team_id, name, value, quarter, domain_id, figure, slot, times)
                select team, name, value, quarter, domain, figure, ?, times
                  from unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::uuid[], ?::text[], ?::bigint[])
                       with ordinality as t (team, name, value, quarter, domain, figure, times, place)
                 order by place
                on conflict (team_id, name, domain_id, quarter, value, figure, slot)
                do update set times = tag_statistics.times + excluded.times""")) {
            insert.setInt(1, ThreadLocalRandom.current().nextInt(StatisticsStore.SLOTS));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", column(rows, row -> row.tag().team().value())));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "text", column(rows, row -> row.tag().name())));
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "text", column(rows, row -> row.tag().value())));
            insert.setArray(
                    5,
                    connection.createArrayOf(
                            "text", column(rows, row -> row.quarter().toString())));
            insert.setArray(6, connection.createArrayOf("uuid", column(rows, Row::domain)));
            insert.setArray(
                    7,
                    connection.createArrayOf(
                            "text", column(rows, row -> row.figure().column())));
            insert.setArray(8, connection.createArrayOf("int8", rows.values().toArray()));
            insert.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot count what happened to tagged emails", broken);
        }
    }

    private static Object[] column(SortedMap<Row, Long> rows, Function<Row, Object> column) {
        return rows.keySet().stream().map(column).toArray();
    }

    /// The names that a team's tags have, in their order: one look into the index for each.
    List<String> names(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("""
                        with recursive names as (
                            (select name from counted_tags where team_id = :team order by name limit 1)
                            union all
                            select (select tag.name from counted_tags tag
                                     where tag.team_id = :team and tag.name > names.name order by tag.name limit 1)
                              from names where names.name is not null
                        )
                        select name from names where name is not null""")
                .bind("team", team.value())
                .mapTo(String.class)
                .list();
    }

    /// The counts of a range of quarters, added up by periods and by values of the tag.
    ///
    /// @param starts where the periods begin, in their order; the first not after the range
    List<Count> read(
            Transaction tx, TeamId team, Tags tags, Instant from, Instant to, List<Instant> starts, Whose whose) {
        String which = "team_id = :team and name = :name and " + StatisticsStore.condition(whose)
                + " and (cardinality(:values) = 0 or value = any(:values))";
        var query = tx.handle()
                .createQuery(StatisticsStore.reading("tag_statistics", "domain_id, value", which))
                .bind("team", team.value())
                .bind("name", tags.name())
                .bindArray("values", String.class, tags.values().toArray());
        return StatisticsStore.within(query, from, to, starts, whose)
                .map((row, _) -> StatisticsStore.count(row, row.getString("value")))
                .list();
    }

    /// Moves the counts of one team's oldest day, of quarters before a time, or the first of them, to the rows
    /// of the day; returns how many were moved.
    int settle(Transaction tx, Instant before, int most) {
        return tx.handle()
                .createQuery("""
                        with oldest as (
                            select team_id, name, date_trunc('day', quarter, 'UTC') as day from tag_statistics
                             where quarter < :before
                             order by quarter, team_id, name limit 1),
                        gone as (
                            delete from tag_statistics
                             where ctid = any(array(select s.ctid from tag_statistics s join oldest o
                                                        on s.team_id = o.team_id and s.name = o.name
                                                       and s.quarter >= o.day
                                                       and s.quarter < o.day + interval '1 day'
                                                       and s.quarter < :before
                                                     order by s.quarter limit :most for update of s skip locked))
                            returning *),
                        """ + StatisticsStore.adding("tag_statistics", "team_id, name, domain_id, value")
                        + " select count(*) from gone")
                .bind("before", before)
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }
}
