package dev.pennypost.domains.signing;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of signing keys.
final class KeyStore {
    private static final String COLUMNS = """
            k.selector, k.algorithm, k.stage, k.public_record, k.imported, k.created_at, k.activated_at, k.retiring_at,
            k.retired_at, k.private_key""";

    /// A key with its private half as it lies in the database.
    ///
    /// @param publicRecord null for a key of old whose record was never planned
    record Row(DomainKey key, @Nullable String publicRecord, byte @Nullable [] sealed) {}

    /// A key that signs.
    record Signing(DomainName domain, String selector, byte[] sealed) {}

    void insert(Transaction tx, UUID team, UUID domain, DomainKey key, byte[] sealed) {
        tx.handle()
                .createUpdate("""
                        insert into domain_keys (domain_id, selector, team_id, private_key, created_at, algorithm, stage,
                            public_record, imported)
                        values (:domain, :selector, :team, :key, :created, :algorithm, :stage, :record, :imported)""")
                .bind("domain", domain)
                .bind("selector", key.selector())
                .bind("team", team)
                .bind("key", sealed)
                .bind("created", key.createdAt())
                .bind("algorithm", spell(key.algorithm()))
                .bind("stage", spell(key.stage()))
                .bind("record", key.publicRecord())
                .bind("imported", key.imported())
                .execute();
    }

    /// Makes room for a key in a slot that another one was in.
    void deleteRetired(Transaction tx, UUID team, UUID domain, String selector) {
        tx.handle()
                .createUpdate("""
                        delete from domain_keys
                         where team_id = :team and domain_id = :domain and selector = :selector and stage = 'retired'""")
                .bind("team", team)
                .bind("domain", domain)
                .bind("selector", selector)
                .execute();
    }

    List<Row> all(Transaction tx, UUID team, UUID domain) {
        return all(tx, List.of(team), List.of(domain)).getOrDefault(domain, List.of());
    }

    /// The keys of many domains, by domain.
    ///
    /// @param teams the team of each domain
    Map<UUID, List<Row>> all(Transaction tx, List<UUID> teams, List<UUID> domains) {
        var all = new HashMap<UUID, List<Row>>();
        tx.handle()
                .createQuery("select k.domain_id, " + COLUMNS
                        + " from domain_keys k where (k.team_id, k.domain_id) in (select * from unnest(:teams, :domains))"
                        + " order by k.algorithm desc, k.created_at, k.selector")
                .bindArray("teams", UUID.class, teams.toArray())
                .bindArray("domains", UUID.class, domains.toArray())
                .map((row, _) -> Map.entry(row.getObject("domain_id", UUID.class), row(row)))
                .forEach(found -> all.computeIfAbsent(found.getKey(), _ -> new ArrayList<>())
                        .add(found.getValue()));
        return all;
    }

    /// What mail of a domain is signed with, RSA first.
    List<Signing> active(Transaction tx, UUID domain) {
        return tx.handle()
                .createQuery("""
                        select d.name, k.selector, k.private_key from domain_keys k join domains d on d.id = k.domain_id
                         where k.domain_id = :domain and k.stage = 'active' and k.private_key is not null
                         order by k.algorithm desc""")
                .bind("domain", domain)
                .map((row, _) -> new Signing(
                        new DomainName(row.getString("name")), row.getString("selector"), row.getBytes("private_key")))
                .list();
    }

    /// Writes a key's stage; the private half of one that is retired is gone for good.
    void update(Transaction tx, UUID team, UUID domain, DomainKey key) {
        tx.handle()
                .createUpdate("""
                        update domain_keys
                           set stage = :stage, activated_at = :activated, retiring_at = :retiring, retired_at = :retired,
                               public_record = :record,
                               private_key = case when :stage = 'retired' then null else private_key end
                         where team_id = :team and domain_id = :domain and selector = :selector""")
                .bind("stage", spell(key.stage()))
                .bind("activated", key.activatedAt())
                .bind("retiring", key.retiringAt())
                .bind("retired", key.retiredAt())
                .bind("record", key.publicRecord())
                .bind("team", team)
                .bind("domain", domain)
                .bind("selector", key.selector())
                .execute();
    }

    private static Row row(ResultSet row) throws SQLException {
        String record = row.getString("public_record");
        var key = new DomainKey(
                row.getString("selector"),
                KeyAlgorithm.valueOf(upper(row.getString("algorithm"))),
                KeyStage.valueOf(upper(row.getString("stage"))),
                Optional.ofNullable(record).orElse(""),
                row.getBoolean("imported"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "activated_at"),
                instant(row, "retiring_at"),
                instant(row, "retired_at"));
        return new Row(key, record, row.getBytes("private_key"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static String spell(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String column) {
        return column.toUpperCase(Locale.ROOT);
    }
}
