package dev.pennypost.domains;

import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// The SQL of domains.
final class DomainStore {
    private static final String SUMMARY = """
            id, team_id, name, zone, status, region, return_path, tls, open_tracking, click_tracking, sending, receiving,
            tracking_subdomain, created_at""";
    private static final String COLUMNS = SUMMARY + ", check_round, checks_done, checked_at, next_check_at";
    private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};

    /// Inserts a domain with its plan and its key; false when the team has the name already.
    boolean insert(Transaction tx, Domain domain, String selector, byte[] sealedKey) {
        if (!insertDomain(tx, domain)) return false;
        insertRecords(tx, domain);
        tx.handle()
                .createUpdate("""
                        insert into domain_keys (domain_id, selector, team_id, private_key, created_at)
                        values (:domain, :selector, :team, :key, :created)""")
                .bind("domain", domain.id().value())
                .bind("selector", selector)
                .bind("team", domain.team().value())
                .bind("key", sealedKey)
                .bind("created", domain.createdAt())
                .execute();
        return true;
    }

    private static boolean insertDomain(Transaction tx, Domain domain) {
        var settings = domain.settings();
        return tx.handle()
                        .createUpdate("""
                                insert into domains (id, team_id, name, zone, updated_at, status, region, return_path, tls, open_tracking,
                                    click_tracking, sending, receiving, tracking_subdomain, created_at, check_round,
                                    checks_done)
                                values (:id, :team, :name, :zone, :created, :status, :region, :returnPath, :tls, :openTracking,
                                    :clickTracking, :sending, :receiving, :trackingSubdomain, :created, 0, 0)
                                on conflict (team_id, name) do nothing""")
                        .bind("id", domain.id().value())
                        .bind("team", domain.team().value())
                        .bind("name", domain.name().ascii())
                        .bind("zone", domain.zone().ascii())
                        .bind("status", spell(domain.status()))
                        .bind("region", settings.region().code())
                        .bind("returnPath", settings.returnPath())
                        .bind("tls", spell(settings.tls()))
                        .bind("openTracking", settings.openTracking())
                        .bind("clickTracking", settings.clickTracking())
                        .bind("sending", settings.sending())
                        .bind("receiving", settings.receiving())
                        .bind("trackingSubdomain", settings.trackingSubdomain())
                        .bind("created", domain.createdAt())
                        .execute()
                == 1;
    }

    private static void insertRecords(Transaction tx, Domain domain) {
        var batch = tx.handle().prepareBatch("""
                        insert into domain_records (domain_id, position, team_id, purpose, type, name,
                            value, priority, status)
                        values (:domain, :position, :team, :purpose, :type, :name, :value, :priority,
                            :status)""");
        for (int i = 0; i < domain.records().size(); i++) {
            var record = domain.records().get(i);
            var planned = record.planned();
            batch.bind("domain", domain.id().value())
                    .bind("position", i)
                    .bind("team", domain.team().value())
                    .bind("purpose", spell(planned.purpose()))
                    .bind("type", spell(planned.type()))
                    .bind("name", planned.name().ascii())
                    .bind("value", planned.value())
                    .bind("priority", planned.priority())
                    .bind("status", spell(record.status()))
                    .add();
        }
        batch.execute();
    }

    /// Whether the team has the name, or another team has proved that it owns it.
    boolean isTaken(Transaction tx, TeamId team, DomainName name) {
        return exists(tx.handle()
                .createQuery("select 1 from domains where name = :name and (team_id = :team or status = 'verified')")
                .bind("name", name.ascii())
                .bind("team", team.value()));
    }

    boolean isProvedByOther(Transaction tx, Domain domain) {
        return exists(tx.handle()
                .createQuery("select 1 from domains where name = :name and id <> :id and status = 'verified'")
                .bind("name", domain.name().ascii())
                .bind("id", domain.id().value()));
    }

    Optional<Domain> get(Transaction tx, TeamId team, DomainId id) {
        return one(tx, team, id, "");
    }

    /// Reads a domain that is about to be changed; whoever else wants to waits until the transaction ends.
    Optional<Domain> lock(Transaction tx, TeamId team, DomainId id) {
        return one(tx, team, id, " for update");
    }

    private static Optional<Domain> one(Transaction tx, TeamId team, DomainId id, String locking) {
        var rows = tx.handle()
                .createQuery("select " + COLUMNS + " from domains where team_id = :team and id = :id" + locking)
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> row(row))
                .list();
        return withRecords(tx, rows).stream().findFirst();
    }

    Optional<Page<DomainSummary>> page(Transaction tx, TeamId team, PageRequest page) {
        return Keyset.page(tx, SUMMARY, "domains", team.value(), page, (row, _) -> summary(row));
    }

    /// Writes what verification changes: states and times. Ends any lease.
    void update(Transaction tx, Domain domain) {
        var checks = domain.checks();
        tx.handle()
                .createUpdate("""
                        update domains
                           set status = :status, check_round = :round, checks_done = :done, checked_at = :checked, next_check_at = :next, leased_until = null
                         where team_id = :team and id = :id""")
                .bind("status", spell(domain.status()))
                .bind("round", checks.round())
                .bind("done", checks.done())
                .bind("checked", checks.checkedAt())
                .bind("next", checks.nextCheckAt())
                .bind("team", domain.team().value())
                .bind("id", domain.id().value())
                .execute();
        updateRecords(tx, domain);
    }

    private static void updateRecords(Transaction tx, Domain domain) {
        var batch = tx.handle().prepareBatch("""
                        update domain_records set status = :status, findings = :findings::jsonb
                         where domain_id = :domain and position = :position and team_id = :team""");
        for (int i = 0; i < domain.records().size(); i++) {
            var record = domain.records().get(i);
            batch.bind("status", spell(record.status()))
                    .bind("findings", Json.write(record.findings()))
                    .bind("domain", domain.id().value())
                    .bind("position", i)
                    .bind("team", domain.team().value())
                    .add();
        }
        batch.execute();
    }

    void delete(Transaction tx, Domain domain) {
        tx.handle()
                .createUpdate("delete from domains where team_id = :team and id = :id")
                .bind("team", domain.team().value())
                .bind("id", domain.id().value())
                .execute();
    }

    /// Leases domains whose check is due: nobody else gets them until the lease ends, the result is written, or a new
    /// check is asked for. The transaction ends before DNS is asked.
    List<Domain> lease(Transaction tx, int atMost, Instant now, Duration lease) {
        var rows = tx.handle()
                .createQuery("""
                        update domains set leased_until = :until
                         where id in (select id from domains
                                       where next_check_at <= :now and (leased_until is null or leased_until <= :now)
                                       order by next_check_at limit :limit for update skip locked)
                        returning\s""" + COLUMNS)
                .bind("until", now.plus(lease))
                .bind("now", now)
                .bind("limit", atMost)
                .map((row, _) -> row(row))
                .list();
        return withRecords(tx, rows);
    }

    Optional<DomainSummary> named(Transaction tx, TeamId team, DomainName name) {
        return tx.handle()
                .createQuery("select " + SUMMARY + " from domains where team_id = :team and name = :name")
                .bind("team", team.value())
                .bind("name", name.ascii())
                .map((row, _) -> summary(row))
                .findOne();
    }

    /// The domains of this name in all teams. By way of the teams, because the index has a team in front.
    List<DomainId> everyId(Transaction tx, DomainName name) {
        return tx.handle()
                .createQuery(
                        "select d.id from teams t join domains d on d.team_id = t.id and d.name = :name order by d.id")
                .bind("name", name.ascii())
                .map((row, _) -> new DomainId(row.getObject("id", UUID.class)))
                .list();
    }

    /// The key a domain signs with: the newest.
    Optional<SealedKey> key(Transaction tx, DomainId id) {
        return tx.handle()
                .createQuery("""
                        select d.name, k.selector, k.private_key from domain_keys k join domains d on d.id = k.domain_id
                         where k.domain_id = :id order by k.created_at desc limit 1""")
                .bind("id", id.value())
                .map((row, _) -> new SealedKey(
                        new DomainName(row.getString("name")), row.getString("selector"), row.getBytes("private_key")))
                .findOne();
    }

    private static List<Domain> withRecords(Transaction tx, List<Row> rows) {
        if (rows.isEmpty()) return List.of();
        UUID[] ids = rows.stream().map(row -> row.summary.id().value()).toArray(UUID[]::new);
        var records = new HashMap<UUID, List<DomainRecord>>();
        tx.handle()
                .createQuery("""
                        select domain_id, purpose, type, name, value, priority, status, findings
                          from domain_records where domain_id = any(:ids) order by domain_id, position""")
                .bindArray("ids", UUID.class, (Object[]) ids)
                .map((row, _) -> Map.entry(row.getObject("domain_id", UUID.class), domainRecord(row)))
                .forEach(entry -> records.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return rows.stream()
                .map(row -> new Domain(
                        row.summary, records.getOrDefault(row.summary.id().value(), List.of()), row.checks))
                .toList();
    }

    private static DomainRecord domainRecord(ResultSet row) throws SQLException {
        var planned = new PlannedRecord(
                Purpose.valueOf(upper(row.getString("purpose"))),
                RecordType.valueOf(upper(row.getString("type"))),
                new DomainName(row.getString("name")),
                row.getString("value"),
                row.getObject("priority", Integer.class));
        return new DomainRecord(
                planned,
                RecordStatus.valueOf(upper(row.getString("status"))),
                Json.read(row.getString("findings"), FINDINGS));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                summary(row),
                new CheckState(
                        row.getInt("check_round"),
                        row.getInt("checks_done"),
                        null,
                        instant(row, "checked_at"),
                        instant(row, "next_check_at")));
    }

    private static DomainSummary summary(ResultSet row) throws SQLException {
        return new DomainSummary(
                new DomainId(row.getObject("id", UUID.class)),
                new TeamId(row.getObject("team_id", UUID.class)),
                new DomainName(row.getString("name")),
                new DomainName(row.getString("zone")),
                DomainStatus.valueOf(upper(row.getString("status"))),
                settings(row),
                row.getTimestamp("created_at").toInstant());
    }

    private static DomainSettings settings(ResultSet row) throws SQLException {
        String region = row.getString("region");
        return new DomainSettings(
                Region.of(region).orElseThrow(() -> new IllegalStateException("unknown region in a row: " + region)),
                row.getString("return_path"),
                TlsMode.valueOf(upper(row.getString("tls"))),
                row.getBoolean("open_tracking"),
                row.getBoolean("click_tracking"),
                row.getBoolean("sending"),
                row.getBoolean("receiving"),
                row.getString("tracking_subdomain"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static boolean exists(Query query) {
        return query.mapTo(Integer.class).findFirst().isPresent();
    }

    private static String spell(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String column) {
        return column.toUpperCase(Locale.ROOT);
    }

    private record Row(DomainSummary summary, CheckState checks) {}

    /// A private key as it lies in the database.
    record SealedKey(DomainName domain, String selector, byte[] sealed) {}
}
