package dev.pennypost.inboxes;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The SQL of inboxes and of default domains.
final class InboxStore {
    private static final String COLUMNS = "id, domain_id, address, name, created_at";

    /// Inserts an inbox; false when there is one of the address, or the domain went meanwhile.
    boolean insert(Transaction tx, TeamId team, Inbox inbox) {
        return tx.handle()
                        .createUpdate("""
                                insert into inboxes (id, team_id, domain_id, address, name, created_at)
                                select :id, team_id, id, :address, :name, :created from domains
                                 where team_id = :team and id = :domain for key share
                                on conflict (address) do nothing""")
                        .bind("id", inbox.id().value())
                        .bind("team", team.value())
                        .bind("domain", inbox.domain().value())
                        .bind("address", inbox.address().toString())
                        .bind("name", inbox.name())
                        .bind("created", inbox.createdAt())
                        .execute()
                == 1;
    }

    Optional<Page<Inbox>> page(Transaction tx, TeamId team, PageRequest page) {
        return Keyset.page(tx, COLUMNS, "inboxes", team.value(), page, (row, _) -> read(row));
    }

    /// The inbox that is no more; empty when there was none.
    Optional<Inbox> delete(Transaction tx, TeamId team, InboxId id) {
        return tx.handle()
                .createQuery("delete from inboxes where team_id = :team and id = :id returning " + COLUMNS)
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    /// How many inboxes each of these domains has; those without any are left out.
    Map<DomainId, Long> counts(Transaction tx, TeamId team, List<DomainId> domains) {
        if (domains.isEmpty()) return Map.of();
        return tx.handle()
                .createQuery("""
                        select domain_id, count(*) as inboxes from inboxes
                         where team_id = :team and domain_id = any(:domains) group by domain_id""")
                .bind("team", team.value())
                .bindArray("domains", UUID.class, (Object[])
                        domains.stream().map(DomainId::value).toArray(UUID[]::new))
                .map((row, _) ->
                        Map.entry(new DomainId(row.getObject("domain_id", UUID.class)), row.getLong("inboxes")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Optional<DomainId> defaultDomain(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select domain_id from default_domains where team_id = :team")
                .bind("team", team.value())
                .map((row, _) -> new DomainId(row.getObject("domain_id", UUID.class)))
                .findOne();
    }

    void makeDefault(Transaction tx, TeamId team, DomainId domain) {
        tx.handle()
                .createUpdate("""
                        insert into default_domains (team_id, domain_id)
                        select team_id, id from domains where team_id = :team and id = :domain for key share
                        on conflict (team_id) do update set domain_id = excluded.domain_id""")
                .bind("team", team.value())
                .bind("domain", domain.value())
                .execute();
    }

    void noDefault(Transaction tx, TeamId team, DomainId domain) {
        tx.handle()
                .createUpdate("delete from default_domains where team_id = :team and domain_id = :domain")
                .bind("team", team.value())
                .bind("domain", domain.value())
                .execute();
    }

    private static Inbox read(ResultSet row) throws SQLException {
        return new Inbox(
                new InboxId(row.getObject("id", UUID.class)),
                new DomainId(row.getObject("domain_id", UUID.class)),
                Address.parse(row.getString("address")),
                row.getString("name"),
                row.getTimestamp("created_at").toInstant());
    }
}
