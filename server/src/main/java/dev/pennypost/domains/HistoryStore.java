package dev.pennypost.domains;

import dev.pennypost.domains.HistoryEntry.Change;
import dev.pennypost.json.Json;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;

/// The SQL of what checks saw.
final class HistoryStore {
    private static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};

    /// Notes checks; one that saw what the last one saw is only counted.
    void note(Transaction tx, List<DomainChange> checks, Instant at) {
        var nothingNew = checks.stream()
                .filter(HistoryStore::isNothingNew)
                .map(DomainChange::after)
                .toList();
        var counted = count(tx, nothingNew, at);
        insert(
                tx,
                checks.stream()
                        .filter(check -> !counted.contains(check.after().id()))
                        .toList(),
                at);
    }

    private static boolean isNothingNew(DomainChange check) {
        return check.before().status() == check.after().status()
                && HistoryEntry.between(check.before(), check.after()).isEmpty();
    }

    private static void insert(Transaction tx, List<DomainChange> checks, Instant at) {
        if (checks.isEmpty()) return;
        var batch = tx.handle().prepareBatch("""
                        insert into domain_history (id, domain_id, team_id, at, last_at, checks, status, changes)
                        values (:id, :domain, :team, :at, :at, 1, :status, :changes::jsonb)""");
        for (DomainChange check : checks)
            batch.bind("id", Ids.next(at))
                    .bind("domain", check.after().id().value())
                    .bind("team", check.after().team().value())
                    .bind("at", at)
                    .bind("status", check.after().status().name().toLowerCase(Locale.ROOT))
                    .bind("changes", Json.write(HistoryEntry.between(check.before(), check.after())))
                    .add();
        batch.execute();
    }

    /// Counts a check into each domain's last entry; tells which domains have one.
    private static Set<DomainId> count(Transaction tx, List<Domain> domains, Instant at) {
        if (domains.isEmpty()) return Set.of();
        return tx.handle()
                .createQuery("""
                        update domain_history h set last_at = :at, checks = h.checks + 1
                          from unnest(:teams, :domains) d (team, id),
                               lateral (select id from domain_history
                                         where team_id = d.team and domain_id = d.id order by id desc limit 1) last
                         where h.id = last.id
                        returning h.domain_id""")
                .bind("at", at)
                .bindArray("teams", UUID.class, (Object[])
                        domains.stream().map(domain -> domain.team().value()).toArray(UUID[]::new))
                .bindArray("domains", UUID.class, (Object[])
                        domains.stream().map(domain -> domain.id().value()).toArray(UUID[]::new))
                .map((row, _) -> new DomainId(row.getObject("domain_id", UUID.class)))
                .set();
    }

    Optional<Page<HistoryEntry>> page(Transaction tx, TeamId team, DomainId domain, PageRequest page) {
        String ofDomain = "(select * from domain_history where domain_id = '" + domain.value() + "') h";
        return Keyset.page(
                tx, "id, at, last_at, checks, status, changes", ofDomain, team.value(), page, (row, _) -> entry(row));
    }

    private static HistoryEntry entry(ResultSet row) throws SQLException {
        return new HistoryEntry(
                row.getObject("id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                row.getInt("checks"),
                DomainStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                Json.read(row.getString("changes"), CHANGES));
    }
}
