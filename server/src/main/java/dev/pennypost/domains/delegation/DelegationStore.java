package dev.pennypost.domains.delegation;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.storage.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The SQL of what our DNS server answers. It speaks for every team: DNS knows none.
final class DelegationStore {
    /// Whoever changes a host more often than this has no links and no bounces there.
    private static final int MOST_FORMER = 20;

    /// A domain as DNS sees it.
    ///
    /// @param revoked selectors of keys that were taken out of use
    /// @param serial grows with every change
    record Delegated(UUID id, DomainName name, List<PlannedRecord> records, List<String> revoked, long serial) {}

    private record Head(UUID id, DomainName name, long serial) {}

    Optional<Delegated> aliased(Transaction tx, UUID id) {
        return tx.handle()
                .createQuery("""
                        select id, name, extract(epoch from updated_at)::bigint serial
                          from domains where id = :id and setup in ('cname', 'ns')""")
                .bind("id", id)
                .map((row, _) -> new Head(
                        row.getObject("id", UUID.class), new DomainName(row.getString("name")), row.getLong("serial")))
                .findOne()
                .map(head -> complete(tx, head));
    }

    /// The domains of these names that are handed to us whole. Where several teams want the same, the one whose name
    /// servers the zone above names comes first.
    Map<DomainName, Delegated> whole(Transaction tx, Collection<DomainName> names) {
        var found = new HashMap<DomainName, Delegated>();
        tx.handle()
                .createQuery("""
                        select d.id, d.name, extract(epoch from d.updated_at)::bigint serial
                          from domains d
                         where d.setup = 'ns' and d.name = any(:names)
                         order by not exists (select 1 from domain_records r
                                               where r.domain_id = d.id and r.purpose = 'delegation'
                                                 and r.status in ('verified', 'temporary_failure')), d.id""")
                .bindArray("names", String.class, (Object[])
                        names.stream().map(DomainName::ascii).toArray(String[]::new))
                .map((row, _) -> new Head(
                        row.getObject("id", UUID.class), new DomainName(row.getString("name")), row.getLong("serial")))
                .list()
                .forEach(head -> found.computeIfAbsent(head.name, _ -> complete(tx, head)));
        return found;
    }

    private static Delegated complete(Transaction tx, Head head) {
        List<PlannedRecord> records = managed(tx, head.id);
        records.addAll(formerTracking(tx, head.id));
        records.addAll(formerReturnPaths(tx, head.id));
        return new Delegated(head.id, head.name, records, revoked(tx, head.id), head.serial);
    }

    /// The last tracking hosts that the domain had before, leading where the one leads that it has now.
    private static List<PlannedRecord> formerTracking(Transaction tx, UUID id) {
        return tx.handle()
                .createQuery("""
                        select f.label || '.' || d.name as name, r.value
                          from former_tracking_labels f
                          join domains d on d.id = f.domain_id
                          join domain_records r on r.domain_id = f.domain_id and r.managed and r.purpose = 'tracking'
                         where f.domain_id = :id and not exists (
                               select from domain_records o
                                where o.domain_id = f.domain_id and o.managed and o.name = f.label || '.' || d.name)
                         order by f.turn desc limit :most""")
                .bind("id", id)
                .bind("most", MOST_FORMER)
                .map((row, _) -> new PlannedRecord(
                        Purpose.TRACKING,
                        RecordType.CNAME,
                        new DomainName(row.getString("name")),
                        row.getString("value"),
                        null,
                        true))
                .list();
    }

    /// The last return paths that the domain had before: bounces of what was sent still come there.
    private static List<PlannedRecord> formerReturnPaths(Transaction tx, UUID id) {
        return tx.handle()
                .createQuery("""
                        select r.purpose, r.type, f.label || '.' || d.name as name, r.value, r.priority
                          from (select * from former_return_paths where domain_id = :id
                                 order by turn desc limit :most) f
                          join domains d on d.id = f.domain_id
                          join domain_records r on r.domain_id = f.domain_id and r.managed
                                               and r.name = d.return_path || '.' || d.name
                         where not exists (
                               select from domain_records o
                                where o.domain_id = f.domain_id and o.managed and o.name = f.label || '.' || d.name)
                         order by f.turn desc, r.position""")
                .bind("id", id)
                .bind("most", MOST_FORMER)
                .map((row, _) -> planned(row))
                .list();
    }

    private static List<PlannedRecord> managed(Transaction tx, UUID id) {
        return new ArrayList<>(tx.handle()
                .createQuery("""
                        select purpose, type, name, value, priority from domain_records
                         where domain_id = :id and managed order by position""")
                .bind("id", id)
                .map((row, _) -> planned(row))
                .list());
    }

    private static PlannedRecord planned(ResultSet row) throws SQLException {
        return new PlannedRecord(
                Purpose.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT)),
                RecordType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                new DomainName(row.getString("name")),
                row.getString("value"),
                row.getObject("priority", Integer.class),
                true);
    }

    private static List<String> revoked(Transaction tx, UUID id) {
        return tx.handle()
                .createQuery("select selector from domain_keys where domain_id = :id and stage = 'retired'")
                .bind("id", id)
                .mapTo(String.class)
                .list();
    }
}
