package dev.pennypost.delivery.tls;

import dev.pennypost.delivery.tls.TlsResults.Row;
import dev.pennypost.delivery.tls.TlsResults.Tally;
import dev.pennypost.mail.tlsrpt.PolicyType;
import dev.pennypost.mail.tlsrpt.ResultType;
import dev.pennypost.storage.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The SQL of what TLS reports say, and of who sends them.
final class TlsResultStore {
    /// In this order rows are locked, so that two nodes never wait for each other in a ring.
    private static final Comparator<Row> ORDER = Comparator.comparing(Row::day)
            .thenComparing(Row::domain)
            .thenComparing(Row::type)
            .thenComparing(Row::policyDomain)
            .thenComparing(Row::mxHost)
            .thenComparing(Row::address)
            .thenComparing(TlsResultStore::result)
            .thenComparing(Row::reason);

    private static final String ADD = """
            insert into tls_results (day, domain, policy_type, policy_domain, mx_host, address, result, reason,
                                     policy, sessions)
            select day, domain, policy_type, policy_domain, mx_host, address, result, reason, policy, sessions
              from unnest(?::date[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                          ?::text[], ?::bigint[])
                   with ordinality as t (day, domain, policy_type, policy_domain, mx_host, address, result, reason,
                                         policy, sessions, place)
             order by place
            on conflict (day, domain, policy_type, policy_domain, mx_host, address, result, reason)
            do update set sessions = tls_results.sessions + excluded.sessions, policy = excluded.policy""";

    void add(Transaction tx, Map<Row, Tally> counts) {
        SortedMap<Row, Tally> rows = new TreeMap<>(ORDER);
        rows.putAll(counts);
        Connection connection = tx.connection();
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setArray(
                    1,
                    connection.createArrayOf("text", of(rows, row -> row.day().toString())));
            insert.setArray(2, connection.createArrayOf("text", of(rows, Row::domain)));
            insert.setArray(3, connection.createArrayOf("text", of(rows, row -> spell(row.type()))));
            insert.setArray(4, connection.createArrayOf("text", of(rows, Row::policyDomain)));
            insert.setArray(5, connection.createArrayOf("text", of(rows, Row::mxHost)));
            insert.setArray(6, connection.createArrayOf("text", of(rows, Row::address)));
            insert.setArray(7, connection.createArrayOf("text", of(rows, TlsResultStore::result)));
            insert.setArray(8, connection.createArrayOf("text", of(rows, Row::reason)));
            insert.setArray(
                    9,
                    connection.createArrayOf(
                            "text",
                            rows.values().stream()
                                    .map(tally -> String.join("\n", tally.policy()))
                                    .toArray()));
            insert.setArray(
                    10,
                    connection.createArrayOf(
                            "int8", rows.values().stream().map(Tally::sessions).toArray()));
            insert.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot count TLS sessions", broken);
        }
    }

    private static Object[] of(SortedMap<Row, Tally> rows, Function<Row, String> column) {
        return rows.keySet().stream().map(column).toArray();
    }

    /// What was counted for a domain on a day.
    Map<Row, Tally> read(Transaction tx, LocalDate day, String domain) {
        var found = new LinkedHashMap<Row, Tally>();
        tx.handle()
                .createQuery("""
                        select policy_type, policy_domain, mx_host, address, result, reason, policy, sessions
                          from tls_results where day = :day and domain = :domain
                         order by policy_type, policy_domain, mx_host, address, result, reason""")
                .bind("day", day)
                .bind("domain", domain)
                .map((row, _) -> Map.entry(row(day, domain, row), tally(row)))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    private static Row row(LocalDate day, String domain, ResultSet row) throws SQLException {
        String result = row.getString("result");
        return new Row(
                day,
                domain,
                PolicyType.valueOf(row.getString("policy_type").toUpperCase(Locale.ROOT)),
                row.getString("policy_domain"),
                row.getString("mx_host"),
                row.getString("address"),
                result.isEmpty() ? null : ResultType.valueOf(result.toUpperCase(Locale.ROOT)),
                row.getString("reason"));
    }

    private static Tally tally(ResultSet row) throws SQLException {
        return new Tally(row.getString("policy").lines().toList(), row.getLong("sessions"));
    }

    /// Domains whose day is over and that nobody has taken care of.
    ///
    /// @param stale a claim from before this did not lead to a report
    List<String> open(Transaction tx, LocalDate day, Instant stale) {
        return tx.handle()
                .createQuery("""
                        select distinct r.domain from tls_results r
                         where r.day = :day and not exists (
                               select 1 from tls_reports t
                                where t.day = r.day and t.domain = r.domain
                                  and (t.settled_at is not null or t.claimed_at > :stale))
                         order by r.domain""")
                .bind("day", day)
                .bind("stale", stale)
                .mapTo(String.class)
                .list();
    }

    /// Whether the report is ours to send from now on.
    boolean claim(Transaction tx, LocalDate day, String domain, Instant stale, Instant now) {
        return tx.handle()
                        .createUpdate("""
                        insert into tls_reports (day, domain, claimed_at) values (:day, :domain, :now)
                        on conflict (day, domain) do update set claimed_at = excluded.claimed_at
                         where tls_reports.settled_at is null and tls_reports.claimed_at <= :stale""")
                        .bind("day", day)
                        .bind("domain", domain)
                        .bind("stale", stale)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /// The report was sent, or nobody wants one.
    void settle(Transaction tx, LocalDate day, String domain, Instant now) {
        tx.handle()
                .createUpdate("update tls_reports set settled_at = :now where day = :day and domain = :domain")
                .bind("day", day)
                .bind("domain", domain)
                .bind("now", now)
                .execute();
    }

    void forget(Transaction tx, LocalDate before) {
        for (String table : List.of("tls_results", "tls_reports"))
            tx.handle()
                    .createUpdate("delete from " + table + " where day < :before")
                    .bind("before", before)
                    .execute();
    }

    private static String spell(PolicyType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static String result(Row row) {
        return spell(row.result());
    }

    private static String spell(@Nullable ResultType result) {
        return result == null ? "" : result.name().toLowerCase(Locale.ROOT);
    }
}
