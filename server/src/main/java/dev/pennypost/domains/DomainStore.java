package dev.pennypost.domains;

import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.RecordState;
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
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// The SQL of domains.
final class DomainStore {
    private static final String SUMMARY = """
            id, team_id, name, zone, status, region, return_path, tls, open_tracking, click_tracking, tracking_privacy,
            sending, receiving, tracking_subdomain, setup, may_send, may_receive, suspended, created_at, updated_at,
            verified_at""";
    private static final String COLUMNS = SUMMARY + """
            , check_round, checks_done, checked_at, next_check_at, name_servers, provider, dns_findings""";
    /// The statuses of a domain that has proved its name, as in the index `domains_proved`.
    private static final String PROVED =
            "status in ('verified', 'partially_verified', 'partially_failed', 'temporary_failure')";
    private static final String FILTER =
            "team_id = :team and status = any(:statuses) and suspended = coalesce(:suspended, suspended)"
                    + " and position(:part in name) > 0";
    private static final String FILTERED = "(select * from domains where " + FILTER + ") filtered";
    private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};

    /// Inserts a domain with its plan; false when the team has the name already.
    boolean insert(Transaction tx, Domain domain) {
        if (!insertDomain(tx, domain)) return false;
        insertRecords(tx, domain);
        return true;
    }

    private static boolean insertDomain(Transaction tx, Domain domain) {
        var insert = tx.handle().createUpdate("""
                        insert into domains (id, team_id, name, zone, status, region, return_path, tls, open_tracking,
                            click_tracking, tracking_privacy, sending, receiving, tracking_subdomain, setup,
                            created_at, updated_at, check_round, checks_done)
                        values (:id, :team, :name, :zone, :status, :region, :returnPath, :tls, :openTracking,
                            :clickTracking, :trackingPrivacy, :sending, :receiving, :trackingSubdomain, :setup,
                            :created, :created, 0, 0)
                        on conflict (team_id, name) do nothing""");
        return bindSettings(insert, domain.settings())
                        .bind("id", domain.id().value())
                        .bind("team", domain.team().value())
                        .bind("name", domain.name().ascii())
                        .bind("zone", domain.zone().ascii())
                        .bind("status", spell(domain.status()))
                        .bind("region", domain.settings().region().code())
                        .bind("setup", spell(domain.settings().setup()))
                        .bind("created", domain.createdAt())
                        .execute()
                == 1;
    }

    /// The settings that can change.
    private static <T extends SqlStatement<T>> T bindSettings(T statement, DomainSettings settings) {
        return statement
                .bind("returnPath", settings.returnPath())
                .bind("tls", spell(settings.tls()))
                .bind("openTracking", settings.openTracking())
                .bind("clickTracking", settings.clickTracking())
                .bind("trackingPrivacy", settings.trackingPrivacy())
                .bind("sending", settings.sending())
                .bind("receiving", settings.receiving())
                .bind("trackingSubdomain", settings.trackingSubdomain());
    }

    private static void insertRecords(Transaction tx, Domain domain) {
        var batch = tx.handle().prepareBatch("""
                        insert into domain_records (domain_id, position, team_id, purpose, type, name, value, priority,
                            managed, status, seen, findings, clears_at, since, misses)
                        values (:domain, :position, :team, :purpose, :type, :name, :value, :priority, :managed, :status, :seen,
                            :findings::jsonb, :clears, :since, :misses)""");
        for (int i = 0; i < domain.allRecords().size(); i++) {
            var record = domain.allRecords().get(i);
            var planned = record.planned();
            bindStanding(batch, record)
                    .bind("domain", domain.id().value())
                    .bind("position", i)
                    .bind("team", domain.team().value())
                    .bind("purpose", spell(planned.purpose()))
                    .bind("type", spell(planned.type()))
                    .bind("name", planned.name().ascii())
                    .bind("value", planned.value())
                    .bind("priority", planned.priority())
                    .bind("managed", planned.managed())
                    .add();
        }
        batch.execute();
        insertIssuedKeys(tx, domain);
    }

    private static void insertIssuedKeys(Transaction tx, Domain domain) {
        for (DomainRecord record : domain.allRecords()) {
            if (record.planned().purpose().isKey() && record.planned().type() == RecordType.TXT)
                tx.handle()
                        .createUpdate("""
                                insert into issued_keys (name, public_key, issued_at) values (:name, :key, :at)
                                on conflict do nothing""")
                        .bind("name", domain.name().ascii())
                        .bind("key", record.planned().value())
                        .bind("at", domain.life().updatedAt())
                        .execute();
        }
    }

    private static <T extends SqlStatement<T>> T bindStanding(T statement, DomainRecord record) {
        return statement
                .bind("status", spell(record.status()))
                .bind("seen", record.seen() == null ? null : spell(record.seen()))
                .bind("findings", Json.write(record.findings()))
                .bind("clears", record.clearsAt())
                .bind("since", record.since())
                .bind("misses", record.misses());
    }

    /// Whether the team has the name, or another team has proved that it owns it.
    boolean any(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select exists (select from domains where team_id = :team)")
                .bind("team", team.value())
                .mapTo(Boolean.class)
                .one();
    }

    boolean isTaken(Transaction tx, TeamId team, DomainName name) {
        return exists(tx.handle()
                .createQuery(
                        "select 1 from domains where name = :name and (team_id = :team or claimed or " + PROVED + ")")
                .bind("name", name.ascii())
                .bind("team", team.value()));
    }

    /// Those of the domains whose name somebody else has proved.
    Set<DomainId> provedByOthers(Transaction tx, List<Domain> domains) {
        if (domains.isEmpty()) return Set.of();
        return tx.handle()
                .createQuery("select mine.id from unnest(:names, :ids) mine (name, id) where exists ("
                        + "select 1 from domains where name = mine.name and id <> mine.id and (claimed or " + PROVED
                        + "))")
                .bindArray("names", String.class, (Object[])
                        names(domains.stream().map(Domain::name).toList()))
                .bindArray("ids", UUID.class, (Object[]) ids(domains))
                .map((row, _) -> new DomainId(row.getObject("id", UUID.class)))
                .set();
    }

    /// Whether another team has proved that it owns the name.
    boolean isHeldByOther(Transaction tx, TeamId team, DomainName name) {
        return exists(tx.handle()
                .createQuery(
                        "select 1 from domains where name = :name and team_id <> :team and (claimed or " + PROVED + ")")
                .bind("name", name.ascii())
                .bind("team", team.value()));
    }

    Optional<DomainSummary> holder(Transaction tx, DomainName name, DomainId other) {
        return tx.handle()
                .createQuery("select " + SUMMARY + " from domains where name = :name and id <> :id and (claimed or "
                        + PROVED + ")")
                .bind("name", name.ascii())
                .bind("id", other.value())
                .map((row, _) -> summary(row))
                .findFirst();
    }

    /// The domain of another team that has proved this name, locked; whoever else wants to change it waits.
    Optional<Domain> lockHolder(Transaction tx, DomainName name, DomainId other) {
        var rows = tx.handle()
                .createQuery("select " + COLUMNS + " from domains where name = :name and id <> :id and (claimed or "
                        + PROVED + ") for update")
                .bind("name", name.ascii())
                .bind("id", other.value())
                .map((row, _) -> row(row))
                .list();
        return withRecords(tx, rows).stream().findFirst();
    }

    /// Makes the domain the only one that can prove its name.
    void giveName(Transaction tx, Domain domain) {
        for (String sql : List.of(
                "update domains set claimed = false where name = :name and claimed",
                "update domains set claimed = true where name = :name and id = :id and team_id = :team")) {
            tx.handle()
                    .createUpdate(sql)
                    .bind("name", domain.name().ascii())
                    .bind("id", domain.id().value())
                    .bind("team", domain.team().value())
                    .execute();
        }
    }

    /// The public key records planned for a name at any time, by any team.
    Set<String> issuedKeys(Transaction tx, DomainName name) {
        return new HashSet<>(tx.handle()
                .createQuery("select public_key from issued_keys where name = :name order by issued_at desc limit 50")
                .bind("name", name.ascii())
                .mapTo(String.class)
                .list());
    }

    Optional<Domain> get(Transaction tx, TeamId team, DomainId id) {
        return one(tx, team, id, "");
    }

    Map<DomainId, DomainName> names(Transaction tx, TeamId team, Collection<DomainId> ids) {
        return tx.handle()
                .createQuery("select id, name from domains where team_id = :team and id = any(:ids)")
                .bind("team", team.value())
                .bindArray("ids", UUID.class, ids.stream().map(DomainId::value).toArray())
                .map((row, _) ->
                        Map.entry(new DomainId(row.getObject("id", UUID.class)), new DomainName(row.getString("name"))))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /// Reads a domain that is about to be changed; whoever else wants to waits until the transaction ends.
    Optional<Domain> lock(Transaction tx, TeamId team, DomainId id) {
        return one(tx, team, id, " for update");
    }

    /// Those of the domains that are still there, locked in the order of their names, which is the order they are to
    /// be written in: two transactions that meet in several rows, or in names that only one may prove, never wait
    /// for each other.
    List<Domain> lock(Transaction tx, List<Domain> domains) {
        var rows = tx.handle()
                .createQuery("select " + COLUMNS
                        + " from domains where (team_id, id) in (select * from unnest(:teams, :ids))"
                        + " order by name, id for update")
                .bindArray("teams", UUID.class, (Object[]) teams(domains))
                .bindArray("ids", UUID.class, (Object[]) ids(domains))
                .map((row, _) -> row(row))
                .list();
        return withRecords(tx, rows);
    }

    /// Locks all that have this name, in the order in which others do.
    void lockName(Transaction tx, DomainName name) {
        tx.handle()
                .createQuery("select 1 from domains where name = :name order by id for update")
                .bind("name", name.ascii())
                .mapTo(Integer.class)
                .list();
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

    /// The same with every domain's records.
    Optional<Page<Domain>> detailedPage(Transaction tx, TeamId team, PageRequest page) {
        return Keyset.page(tx, COLUMNS, "domains", team.value(), page, (row, _) -> row(row))
                .map(rows -> new Page<>(withRecords(tx, rows.items()), rows.hasMore()));
    }

    /// One page of the team's domains of a filter.
    Optional<Page<DomainSummary>> page(Transaction tx, TeamId team, DomainFilter filter, PageRequest page) {
        return Keyset.page(tx, SUMMARY, FILTERED, parameters(filter), team.value(), page, (row, _) -> summary(row));
    }

    /// The same with every domain's records.
    Optional<Page<Domain>> detailedPage(Transaction tx, TeamId team, DomainFilter filter, PageRequest page) {
        return Keyset.page(tx, COLUMNS, FILTERED, parameters(filter), team.value(), page, (row, _) -> row(row))
                .map(rows -> new Page<>(withRecords(tx, rows.items()), rows.hasMore()));
    }

    private static Map<String, Object> parameters(DomainFilter filter) {
        var parameters = new HashMap<String, Object>();
        parameters.put(
                "statuses", filter.statuses().stream().map(DomainStore::spell).toArray(String[]::new));
        parameters.put("suspended", filter.suspended());
        parameters.put("part", filter.storedName());
        return parameters;
    }

    /// The team's domains of a filter from the given place on, newest first.
    List<DomainSummary> some(Transaction tx, TeamId team, DomainFilter filter, int limit, int offset) {
        return bind(
                        tx.handle()
                                .createQuery("select " + SUMMARY + " from domains where " + FILTER
                                        + " order by id desc limit :limit offset :offset"),
                        team,
                        filter)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, _) -> summary(row))
                .list();
    }

    int count(Transaction tx, TeamId team, DomainFilter filter) {
        return bind(tx.handle().createQuery("select count(*) from domains where " + FILTER), team, filter)
                .mapTo(Integer.class)
                .one();
    }

    private static Query bind(Query query, TeamId team, DomainFilter filter) {
        return query.bind("team", team.value())
                .bindArray("statuses", String.class, (Object[])
                        filter.statuses().stream().map(DomainStore::spell).toArray(String[]::new))
                .bind("suspended", filter.suspended())
                .bind("part", filter.storedName());
    }

    /// Writes what verification changes: states and times. Ends any lease. Records that stand as before are not
    /// written: most checks of a verified domain find nothing new.
    void update(Transaction tx, List<DomainChange> changes) {
        updateDomains(tx, changes.stream().map(DomainChange::after).toList());
        updateRecords(
                tx,
                changes.stream()
                        .filter(change -> !change.before()
                                .allRecords()
                                .equals(change.after().allRecords()))
                        .map(DomainChange::after)
                        .toList());
    }

    private static void updateDomains(Transaction tx, List<Domain> domains) {
        if (domains.isEmpty()) return;
        var batch = tx.handle().prepareBatch("""
                        update domains
                           set status = :status, zone = :zone, may_send = :maySend, may_receive = :mayReceive,
                               suspended = :suspended, updated_at = :updated, verified_at = :verified,
                               check_round = :round, checks_done = :done, checked_at = :checked, next_check_at = :next,
                               name_servers = :servers, provider = :provider, dns_findings = :findings::jsonb,
                               leased_until = null
                         where team_id = :team and id = :id""");
        domains.forEach(domain -> bindState(batch, domain).add());
        batch.execute();
    }

    private static PreparedBatch bindState(PreparedBatch batch, Domain domain) {
        var checks = domain.checks();
        var life = domain.life();
        return batch.bind("status", spell(domain.status()))
                .bind("zone", domain.zone().ascii())
                .bind("maySend", life.maySend())
                .bind("mayReceive", life.mayReceive())
                .bind("suspended", life.suspended())
                .bind("updated", life.updatedAt())
                .bind("verified", life.verifiedAt())
                .bind("round", checks.round())
                .bind("done", checks.done())
                .bind("checked", checks.checkedAt())
                .bind("next", checks.nextCheckAt())
                .bindArray(
                        "servers", String.class, (Object[]) names(domain.dns().nameServers()))
                .bind("provider", domain.dns().provider())
                .bind("findings", Json.write(domain.dns().findings()))
                .bind("team", domain.team().value())
                .bind("id", domain.id().value());
    }

    private static String[] names(List<DomainName> servers) {
        return servers.stream().map(DomainName::ascii).toArray(String[]::new);
    }

    private static UUID[] ids(List<Domain> domains) {
        return domains.stream().map(domain -> domain.id().value()).toArray(UUID[]::new);
    }

    private static UUID[] teams(List<Domain> domains) {
        return domains.stream().map(domain -> domain.team().value()).toArray(UUID[]::new);
    }

    private static void updateRecords(Transaction tx, List<Domain> domains) {
        if (domains.isEmpty()) return;
        var batch = tx.handle().prepareBatch("""
                        update domain_records
                           set status = :status, seen = :seen, findings = :findings::jsonb, clears_at = :clears,
                               since = :since, misses = :misses
                         where domain_id = :domain and position = :position and team_id = :team""");
        domains.forEach(domain -> addRecords(batch, domain));
        batch.execute();
    }

    private static void addRecords(PreparedBatch batch, Domain domain) {
        for (int i = 0; i < domain.allRecords().size(); i++)
            bindStanding(batch, domain.allRecords().get(i))
                    .bind("domain", domain.id().value())
                    .bind("position", i)
                    .bind("team", domain.team().value())
                    .add();
    }

    /// Writes new settings and the plan that follows from them, and lets a check have its say soon.
    void replan(Transaction tx, Domain domain) {
        tx.handle()
                .createUpdate("""
                        insert into former_tracking_labels (domain_id, team_id, label)
                        select id, team_id, tracking_subdomain from domains
                         where team_id = :team and id = :id and tracking_subdomain <> :label
                        on conflict do nothing""")
                .bind("team", domain.team().value())
                .bind("id", domain.id().value())
                .bind("label", domain.settings().trackingSubdomain())
                .execute();
        tx.handle()
                .createUpdate("""
                        insert into former_return_paths (domain_id, team_id, label)
                        select id, team_id, return_path from domains
                         where team_id = :team and id = :id and return_path <> :label
                        on conflict do nothing""")
                .bind("team", domain.team().value())
                .bind("id", domain.id().value())
                .bind("label", domain.settings().returnPath())
                .execute();
        var update = tx.handle().createUpdate("""
                        update domains
                           set return_path = :returnPath, tls = :tls, open_tracking = :openTracking,
                               click_tracking = :clickTracking, tracking_privacy = :trackingPrivacy, sending = :sending,
                               receiving = :receiving, tracking_subdomain = :trackingSubdomain
                         where team_id = :team and id = :id""");
        bindSettings(update, domain.settings())
                .bind("team", domain.team().value())
                .bind("id", domain.id().value())
                .execute();
        tx.handle()
                .createUpdate("delete from domain_records where domain_id = :id and team_id = :team")
                .bind("id", domain.id().value())
                .bind("team", domain.team().value())
                .execute();
        insertRecords(tx, domain);
        updateDomains(tx, List.of(domain));
    }

    void delete(Transaction tx, Domain domain) {
        tx.handle()
                .createUpdate("delete from domains where team_id = :team and id = :id")
                .bind("team", domain.team().value())
                .bind("id", domain.id().value())
                .execute();
    }

    /// A domain that is about to be looked up, with the keys that were ever planned for its name.
    record Leased(Domain domain, Set<String> issuedKeys) {}

    /// Leases domains whose check is due: nobody else gets them until the lease ends, the result is written, or a new
    /// check is asked for. The transaction ends before DNS is asked.
    List<Leased> lease(Transaction tx, int atMost, Instant now, Duration lease) {
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
        var domains = withRecords(tx, rows);
        var issued = issuedKeys(tx, domains);
        return domains.stream()
                .map(domain ->
                        new Leased(domain, issued.getOrDefault(domain.name().ascii(), Set.of())))
                .toList();
    }

    private static Map<String, Set<String>> issuedKeys(Transaction tx, List<Domain> domains) {
        if (domains.isEmpty()) return Map.of();
        var issued = new HashMap<String, Set<String>>();
        tx.handle()
                .createQuery("select name, public_key from issued_keys where name = any(:names)")
                .bindArray("names", String.class, (Object[])
                        names(domains.stream().map(Domain::name).toList()))
                .map((row, _) -> Map.entry(row.getString("name"), row.getString("public_key")))
                .forEach(entry -> issued.computeIfAbsent(entry.getKey(), _ -> new HashSet<>())
                        .add(entry.getValue()));
        return issued;
    }

    /// A domain and its team, for work that goes through all of them.
    record Owned(TeamId team, DomainId id) {}

    /// The domains whose RSA key is ours to replace, and was made before this time; none of them has a newer one yet.
    List<Owned> keysBefore(Transaction tx, Instant time, int atMost) {
        return tx.handle()
                .createQuery("""
                        select d.team_id, d.id from domains d join domain_keys k on k.domain_id = d.id
                         where d.setup in ('cname', 'ns') and d.sending
                           and k.stage = 'active' and k.algorithm = 'rsa' and not k.imported and k.activated_at < :time
                           and not exists (select 1 from domain_keys n
                                            where n.domain_id = d.id and n.algorithm = 'rsa'
                                              and n.stage in ('pending', 'retiring'))
                         order by k.activated_at limit :limit""")
                .bind("time", time)
                .bind("limit", atMost)
                .map((row, _) -> new Owned(
                        new TeamId(row.getObject("team_id", UUID.class)),
                        new DomainId(row.getObject("id", UUID.class))))
                .list();
    }

    /// Keeps a domain from being leased until then.
    void leaseUntil(Transaction tx, Domain domain, Instant until) {
        tx.handle()
                .createUpdate("update domains set leased_until = :until where team_id = :team and id = :id")
                .bind("until", until)
                .bind("team", domain.team().value())
                .bind("id", domain.id().value())
                .execute();
    }

    Optional<DomainSummary> named(Transaction tx, TeamId team, DomainName name) {
        return tx.handle()
                .createQuery("select " + SUMMARY + " from domains where team_id = :team and name = :name")
                .bind("team", team.value())
                .bind("name", name.ascii())
                .map((row, _) -> summary(row))
                .findOne();
    }

    /// Whether the records that lead links to us are all there. What worked goes on working while a lost record is
    /// looked for.
    boolean leadsLinks(Transaction tx, TeamId team, DomainId id) {
        return tx.handle()
                .createQuery("""
                        select coalesce(bool_and(status in ('verified', 'temporary_failure')), false)
                          from domain_records
                         where team_id = :team and domain_id = :id and purpose = 'tracking'""")
                .bind("team", team.value())
                .bind("id", id.value())
                .mapTo(Boolean.class)
                .one();
    }

    /// Those of these domains that are there and whose owners did not choose privacy.
    Set<DomainId> keepingVisitors(Transaction tx, Collection<TrackingPrivacy.Asked> asked) {
        return tx.handle()
                .createQuery("""
                        select d.id from unnest(:teams, :ids) as asked (team, id)
                          join domains d on d.id = asked.id and d.team_id = asked.team
                         where not d.tracking_privacy""")
                .bindArray("teams", UUID.class, (Object[])
                        asked.stream().map(one -> one.team().value()).toArray(UUID[]::new))
                .bindArray("ids", UUID.class, (Object[])
                        asked.stream().map(one -> one.domain().value()).toArray(UUID[]::new))
                .map((row, _) -> new DomainId(row.getObject("id", UUID.class)))
                .set();
    }

    boolean lacksDmarc(Transaction tx, TeamId team, DomainId id) {
        return tx.handle()
                .createQuery("""
                        select 1 from domain_records
                         where team_id = :team and domain_id = :id and purpose = 'dmarc'
                           and seen in ('not_published', 'wrong') limit 1""")
                .bind("team", team.value())
                .bind("id", id.value())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /// The domains of this name in all teams.
    /// Of any team, because mail comes to an address and not to a team.
    boolean isReturnPath(Transaction tx, String label, String domain) {
        return tx.handle()
                .createQuery("""
                        select exists (select from domains where name = :domain and return_path = :label)
                            or exists (select from domains d join former_return_paths f on f.domain_id = d.id
                                        where d.name = :domain and f.label = :label)""")
                .bind("domain", domain)
                .bind("label", label)
                .mapTo(Boolean.class)
                .one();
    }

    /// The hosts of all teams that lead to our tracking host, as DNS last said.
    Set<DomainName> trackingHosts(Transaction tx) {
        return tx.handle()
                .createQuery("""
                        select distinct name from domain_records
                         where purpose = 'tracking' and status in ('verified', 'temporary_failure')""")
                .map((row, _) -> new DomainName(row.getString("name")))
                .set();
    }

    List<DomainId> everyId(Transaction tx, DomainName name) {
        return tx.handle()
                .createQuery("select id from domains where name = :name order by id")
                .bind("name", name.ascii())
                .map((row, _) -> new DomainId(row.getObject("id", UUID.class)))
                .list();
    }

    private static List<Domain> withRecords(Transaction tx, List<Row> rows) {
        if (rows.isEmpty()) return List.of();
        UUID[] ids = rows.stream().map(row -> row.summary.id().value()).toArray(UUID[]::new);
        var records = new HashMap<UUID, List<DomainRecord>>();
        tx.handle()
                .createQuery("""
                        select domain_id, purpose, type, name, value, priority, managed, status, seen, findings, clears_at, since,
                               misses
                          from domain_records where domain_id = any(:ids) order by domain_id, position""")
                .bindArray("ids", UUID.class, (Object[]) ids)
                .map((row, _) -> Map.entry(row.getObject("domain_id", UUID.class), domainRecord(row)))
                .forEach(entry -> records.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return rows.stream()
                .map(row -> new Domain(
                        row.summary, records.getOrDefault(row.summary.id().value(), List.of()), row.checks, row.dns))
                .toList();
    }

    private static DomainRecord domainRecord(ResultSet row) throws SQLException {
        var planned = new PlannedRecord(
                Purpose.valueOf(upper(row.getString("purpose"))),
                RecordType.valueOf(upper(row.getString("type"))),
                new DomainName(row.getString("name")),
                row.getString("value"),
                row.getObject("priority", Integer.class),
                row.getBoolean("managed"));
        String seen = row.getString("seen");
        return new DomainRecord(
                planned,
                RecordStatus.valueOf(upper(row.getString("status"))),
                seen == null ? null : RecordState.valueOf(upper(seen)),
                Json.read(row.getString("findings"), FINDINGS),
                instant(row, "clears_at"),
                instant(row, "since"),
                row.getInt("misses"));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                summary(row),
                new CheckState(
                        row.getInt("check_round"),
                        row.getInt("checks_done"),
                        instant(row, "checked_at"),
                        instant(row, "next_check_at")),
                new DnsFacts(
                        nameServers(row.getArray("name_servers")),
                        row.getString("provider"),
                        Json.read(row.getString("dns_findings"), FINDINGS)));
    }

    private static List<DomainName> nameServers(Array column) throws SQLException {
        return Arrays.stream((String[]) column.getArray()).map(DomainName::new).toList();
    }

    private static DomainSummary summary(ResultSet row) throws SQLException {
        return new DomainSummary(
                new DomainId(row.getObject("id", UUID.class)),
                new TeamId(row.getObject("team_id", UUID.class)),
                new DomainName(row.getString("name")),
                new DomainName(row.getString("zone")),
                settings(row),
                life(row));
    }

    private static Life life(ResultSet row) throws SQLException {
        return new Life(
                DomainStatus.valueOf(upper(row.getString("status"))),
                row.getBoolean("may_send"),
                row.getBoolean("may_receive"),
                row.getBoolean("suspended"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                instant(row, "verified_at"));
    }

    private static DomainSettings settings(ResultSet row) throws SQLException {
        String region = row.getString("region");
        return new DomainSettings(
                Region.of(region).orElseThrow(() -> new IllegalStateException("unknown region in a row: " + region)),
                row.getString("return_path"),
                TlsMode.valueOf(upper(row.getString("tls"))),
                row.getBoolean("open_tracking"),
                row.getBoolean("click_tracking"),
                row.getBoolean("tracking_privacy"),
                row.getBoolean("sending"),
                row.getBoolean("receiving"),
                row.getString("tracking_subdomain"),
                SetupMode.valueOf(upper(row.getString("setup"))));
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

    private record Row(DomainSummary summary, CheckState checks, DnsFacts dns) {}
}
