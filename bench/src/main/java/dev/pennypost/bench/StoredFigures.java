package dev.pennypost.bench;

import dev.pennypost.statistics.Figure;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/// Fills the figures of a running server as so many events over ninety days would have left them: five hundred domains
/// with the same share each, half of them one team's, which tags every second email. A day has a row for each
/// domain and one for each of its figures; the last hour one for each quarter, figure and slot, as it has not
/// moved to its day yet. What is counted at all domains of a team is added up from that.
final class StoredFigures {
    static final int DAYS = 90;
    static final int DOMAINS = 500;
    private static final int TAG_VALUES = 20;
    private static final int QUARTERS = 96;

    /// What a thousand events are; the unique ones are counted beside them.
    private static final String SHARES = "(values ('sent', 400), ('delivered', 380), ('opened', 130), ('clicked', 40),"
            + " ('bounced_permanent', 20), ('bounced_transient', 5), ('delivery_delayed', 24), ('complained', 1),"
            + " ('unique_opened', 90), ('unique_clicked', 30)) as shares (figure, share)";

    private static final int FIGURES = 10;
    private static final List<String> TABLES = List.of(
            "email_statistics_days",
            "email_statistics_totals",
            "email_statistics",
            "tag_statistics_days",
            "tag_statistics_totals",
            "tag_statistics");
    private static final String ALL_DOMAINS = "'00000000-0000-0000-0000-000000000000'";

    private final Database database;
    private final long events;

    StoredFigures(Database database, long events) {
        this.database = database;
        this.events = events;
    }

    /// @param team that owns half
    /// @param domain one of its domains
    void fill(UUID team, UUID domain) {
        long begin = System.nanoTime();
        database.useTransaction(tx -> {
            tx.handle().execute("set local synchronous_commit = off");
            tx.handle()
                    .createUpdate("""
                            create temp table shared on commit drop as
                            select n, case when n % 2 = 0 then cast(:team as uuid) else md5('team ' || n)::uuid end team,
                                   case when n = 0 then cast(:domain as uuid) else md5('domain ' || n)::uuid end domain,
                                   figure, cast(:events as bigint) * share / 1000 / :domains as total,
                                   cast(now() at time zone 'UTC' as date) - :days + 1 as first,
                                   96 * (:days - 1) - 4 + cast(extract(epoch from now()) as bigint) / 900 % 96 as moved
                              from generate_series(0, :domains - 1) n,\s""" + SHARES)
                    .bind("team", team)
                    .bind("domain", domain)
                    .bind("events", events)
                    .bind("domains", DOMAINS)
                    .bind("days", DAYS)
                    .execute();
            tx.handle().execute(sized("""
                    insert into email_statistics_days (team_id, day, domain_id, figure, times)
                      with days as materialized (
                           select figure, d, array(select total * least(96 * d + q, moved) / (96 * DAYS) - total * d / DAYS
                                                     from generate_series(1, 96) q) as times
                             from (select distinct figure, total, moved from shared) as each, generate_series(0, DAYS - 1) d
                            where 96 * d < moved)
                    select team, first + d, domain, figure, times from days join shared using (figure)
                    union all
                    select team, first + d, ALL, figure, array(select n * domains from unnest(times) n)
                      from days join (select team, figure, min(first) as first, count(*) as domains
                                        from shared group by team, figure) as teams using (figure) order by 2"""));
            tx.handle().execute(sized("""
                    insert into email_statistics (team_id, quarter, domain_id, figure, slot, times)
                    select team, at, domain, figure, slot, (times + 3 - slot) / 4
                      from (select *, (first + d + q * interval '15 minutes') at time zone 'UTC' as at,
                                   total * (96 * d + q + 1) / (96 * DAYS) - total * (96 * d + q) / (96 * DAYS) as times
                              from shared, generate_series(DAYS - 2, DAYS - 1) d, generate_series(0, 95) q) as counts,
                           generate_series(0, 3) slot
                     where (times + 3 - slot) / 4 > 0 and 96 * d + q >= moved and at <= now() order by at
                    on conflict (team_id, domain_id, quarter, figure, slot)
                    do update set times = email_statistics.times + excluded.times"""));
            // every second email of the large team is tagged, and a domain has two values: a fourth of its emails each
            tx.handle().execute(sized("""
                    insert into tag_statistics_days (team_id, name, day, value, domain_id, figure, times)
                      with tagged as (
                           select team, first, domain, figure, 'v' || v % VALUES as value
                             from shared, generate_series(n / 2, n / 2 + 1) v where n % 2 = 0),
                           days as materialized (
                           select figure, d, array(select total / 4 * least(96 * d + q, moved) / (96 * DAYS) - total / 4 * d / DAYS
                                                     from generate_series(1, 96) q) as times
                             from (select distinct figure, total, moved from shared) as each, generate_series(0, DAYS - 1) d
                            where 96 * d < moved)
                    select team, 'category', first + d, value, domain, figure, times
                      from days join tagged using (figure)
                    union all
                    select team, 'category', first + d, value, ALL, figure, array(select n * domains from unnest(times) n)
                      from days join (select team, figure, value, min(first) as first, count(*) as domains
                                        from tagged group by team, figure, value) as teams using (figure)
                     order by 3"""));
            tx.handle().execute(sized("""
                    insert into tag_statistics (team_id, name, quarter, value, domain_id, figure, slot, times)
                    select team, 'category', at, 'v' || v % VALUES, domain, figure, q % 4, times
                      from (select *, (first + d + q * interval '15 minutes') at time zone 'UTC' as at,
                                   total / 4 * (96 * d + q + 1) / (96 * DAYS) - total / 4 * (96 * d + q) / (96 * DAYS)
                                       as times
                              from shared, generate_series(DAYS - 2, DAYS - 1) d, generate_series(0, 95) q) as counts,
                           generate_series(n / 2, n / 2 + 1) v
                     where n % 2 = 0 and times > 0 and 96 * d + q >= moved and at <= now() order by at"""));
            addUp(tx, "email_statistics", "team_id");
            addUp(tx, "tag_statistics", "team_id, name, value");
        });
        database.useTransaction(tx -> tx.handle().execute("analyze " + String.join(", ", TABLES)));
        System.out.printf(Locale.ROOT, "filled in %.0f s%n", (System.nanoTime() - begin) / 1e9);
    }

    /// Of all domains of a team in quarters, and of all figures of a domain in days.
    private static void addUp(Transaction tx, String table, String by) {
        String key = by + ", quarter, domain_id, figure, slot";
        tx.handle()
                .execute("insert into " + table + " (" + key + ", times) select " + by + ", quarter, " + ALL_DOMAINS
                        + ", figure, slot, sum(times) from " + table + " where domain_id <> " + ALL_DOMAINS
                        + " group by " + by + ", quarter, figure, slot on conflict (" + key
                        + ") do update set times = excluded.times");
        tx.handle()
                .execute("insert into " + table + "_totals (" + by + ", day, domain_id, " + ofEach("%1$s") + ") select "
                        + by + ", day, domain_id, "
                        + ofEach("coalesce(sum(times[96]) filter (where figure = '%1$s'), 0)") + " from " + table
                        + "_days group by " + by + ", day, domain_id order by day");
    }

    private static String ofEach(String text) {
        return Arrays.stream(Figure.values())
                .map(figure -> text.formatted(figure.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    private static String sized(String sql) {
        return sql.replace("ALL", ALL_DOMAINS)
                .replace("DAYS", Integer.toString(DAYS))
                .replace("VALUES", Integer.toString(TAG_VALUES));
    }

    /// Why it does not grow, and how large it is.
    void tell() {
        long quarters = (long) DAYS * QUARTERS;
        System.out.printf(
                Locale.ROOT,
                "%,d events of %d domains in %d days; a row for each domain, day and figure: at most %d x %d x %d = %,d,"
                        + " whether events are a million or a milliard%n",
                events,
                DOMAINS,
                DAYS,
                DOMAINS,
                DAYS,
                FIGURES,
                (long) DOMAINS * DAYS * FIGURES);
        System.out.printf(
                Locale.ROOT,
                "(a row for each quarter of an hour, as of the last hour, would be up to %d x %,d x %d = %,d)%n",
                DOMAINS,
                quarters,
                FIGURES,
                DOMAINS * quarters * FIGURES);
        System.out.printf(Locale.ROOT, "counted in them: %,d events, the rest of today is to come%n", counted());
        for (String table : TABLES) System.out.println("  " + size(table));
    }

    private long counted() {
        return database.inTransaction(
                tx -> tx.handle().createQuery(sized("""
                        select (select coalesce(sum(times[96]), 0) from email_statistics_days
                                 where figure not like 'unique%' and domain_id <> ALL)
                               + (select coalesce(sum(times), 0) from email_statistics
                                   where figure not like 'unique%' and domain_id <> ALL)""")).mapTo(Long.class).one());
    }

    private String size(String table) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select '" + table + ": ' || to_char(count(*), 'FM999,999,999') || ' rows, '"
                        + " || pg_size_pretty(pg_total_relation_size('" + table + "')) from " + table)
                .mapTo(String.class)
                .one());
    }
}
