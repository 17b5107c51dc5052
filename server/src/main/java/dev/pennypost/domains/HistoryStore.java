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
import java.util.UUID;
import tools.jackson.core.type.TypeReference;

/// The SQL of what checks saw.
final class HistoryStore {
    private static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};

    /// Notes a check; one that saw what the last one saw is only counted.
    void note(Transaction tx, Domain before, Domain after, Instant at) {
        var changes = HistoryEntry.between(before, after);
        if (changes.isEmpty() && before.status() == after.status() && count(tx, after, at)) return;
        tx.handle()
                .createUpdate("""
                        insert into domain_history (id, domain_id, team_id, at, last_at, checks, status, changes)
                        values (:id, :domain, :team, :at, :at, 1, :status, :changes::jsonb)""")
                .bind("id", Ids.next(at))
                .bind("domain", after.id().value())
                .bind("team", after.team().value())
                .bind("at", at)
                .bind("status", after.status().name().toLowerCase(Locale.ROOT))
                .bind("changes", Json.write(changes))
                .execute();
    }

    private static boolean count(Transaction tx, Domain domain, Instant at) {
        return tx.handle()
                        .createUpdate("""
                                update domain_history set last_at = :at, checks = checks + 1
                                 where id = (select id from domain_history
                                              where team_id = :team and domain_id = :domain order by id desc limit 1)""")
                        .bind("at", at)
                        .bind("team", domain.team().value())
                        .bind("domain", domain.id().value())
                        .execute()
                == 1;
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
