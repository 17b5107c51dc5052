package dev.pennypost.certificates;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The SQL of certificates. They belong to no team: a host that two teams track is one host.
final class CertificateStore {
    private static final String COLUMNS = """
            host, wanted_at, due, lease_ends, failures, problem, problem_detail, problem_until, failed_at,
            certificate_id, not_before, not_after""";

    /// Our account at an authority.
    ///
    /// @param location null until the authority has told it
    /// @param contact what the authority was told last
    record Account(
            byte[] sealedKey,
            @Nullable String location,
            @Nullable String contact) {}

    /// A certificate as it lies in the database.
    record Kept(DomainName host, UUID id, String chain, byte[] sealedKey) {}

    /// A host that somebody looks after.
    record Leased(HostRow row, @Nullable Kept certificate) {}

    /// The account; the first to come makes it with the given key.
    Account account(Transaction tx, String directory, byte[] sealedKey, Instant now) {
        tx.handle()
                .createUpdate("""
                        insert into certificate_accounts (directory, key, created_at) values (:directory, :key, :now)
                        on conflict do nothing""")
                .bind("directory", directory)
                .bind("key", sealedKey)
                .bind("now", now)
                .execute();
        return findAccount(tx, directory).orElseThrow();
    }

    Optional<Account> findAccount(Transaction tx, String directory) {
        return tx.handle()
                .createQuery("select key, location, contact from certificate_accounts where directory = :directory")
                .bind("directory", directory)
                .map((row, _) -> new Account(row.getBytes("key"), row.getString("location"), row.getString("contact")))
                .findOne();
    }

    /// @param location null when the authority does not know the account any more
    void registered(Transaction tx, String directory, @Nullable String location, String contact) {
        tx.handle()
                .createUpdate("""
                        update certificate_accounts set location = :location, contact = :contact
                         where directory = :directory""")
                .bind("location", location)
                .bind("contact", contact)
                .bind("directory", directory)
                .execute();
    }

    /// Adds what is new, and notes of the others that they are still wanted.
    ///
    /// @param stale what was noted later than this need not be noted again
    void want(Transaction tx, Collection<DomainName> hosts, Instant now, Instant stale) {
        tx.handle()
                .createUpdate("""
                        insert into certificate_hosts (host, wanted_at, due)
                        select host, :now, :now from unnest(:hosts) host order by host
                        on conflict (host) do update set wanted_at = :now where certificate_hosts.wanted_at < :stale""")
                .bindArray(
                        "hosts",
                        String.class,
                        hosts.stream().map(DomainName::ascii).toArray())
                .bind("now", now)
                .bind("stale", stale)
                .execute();
    }

    /// Forgets hosts that nobody wanted since then, and challenges that are over.
    void forget(Transaction tx, Instant unwantedSince, Instant now) {
        tx.handle()
                .createUpdate("delete from certificate_hosts where wanted_at < :since")
                .bind("since", unwantedSince)
                .execute();
        tx.handle()
                .createUpdate("delete from certificate_challenges where ends_at < :now")
                .bind("now", now)
                .execute();
    }

    /// Leases the host that has been due longest.
    Optional<Leased> take(Transaction tx, UUID lease, Instant now, Instant leaseEnds) {
        return tx.handle()
                .createQuery("""
                        update certificate_hosts set lease = :lease, lease_ends = :ends
                         where host = (select host from certificate_hosts
                                        where due <= :now and (lease_ends is null or lease_ends <= :now)
                                        order by due limit 1 for update skip locked)
                        returning chain, private_key,\s""" + COLUMNS)
                .bind("lease", lease)
                .bind("ends", leaseEnds)
                .bind("now", now)
                .map((row, _) -> new Leased(row(row), row.getString("chain") == null ? null : kept(row)))
                .findOne();
    }

    /// Ends a lease; the host is due then.
    ///
    /// @return whether the lease was still ours
    boolean later(Transaction tx, UUID lease, Instant due) {
        return tx.handle()
                        .createUpdate("""
                                update certificate_hosts set due = :due, lease = null, lease_ends = null
                                 where lease = :lease""")
                        .bind("due", due)
                        .bind("lease", lease)
                        .execute()
                == 1;
    }

    void failed(Transaction tx, UUID lease, CertificateProblem problem, Instant now, Instant due) {
        Instant until = problem instanceof CertificateProblem.RateLimited limited ? limited.until() : null;
        tx.handle()
                .createUpdate("""
                        update certificate_hosts
                           set due = :due, lease = null, lease_ends = null, failures = failures + 1, problem = :problem,
                               problem_detail = :detail, problem_until = :until, failed_at = :now
                         where lease = :lease""")
                .bind("due", due)
                .bind("problem", problem.code())
                .bind("detail", problem.why())
                .bind("until", until)
                .bind("now", now)
                .bind("lease", lease)
                .execute();
    }

    void issued(Transaction tx, UUID lease, Kept certificate, Issued issued, Instant due) {
        tx.handle()
                .createUpdate("""
                        update certificate_hosts
                           set due = :due, lease = null, lease_ends = null, failures = 0, problem = null,
                               problem_detail = null, problem_until = null, failed_at = null, certificate_id = :id,
                               chain = :chain, private_key = :key, not_before = :before, not_after = :after
                         where lease = :lease""")
                .bind("due", due)
                .bind("id", certificate.id())
                .bind("chain", certificate.chain())
                .bind("key", certificate.sealedKey())
                .bind("before", issued.notBefore())
                .bind("after", issued.notAfter())
                .bind("lease", lease)
                .execute();
    }

    /// Has a host looked after now, unless somebody does or the authority wants to be left alone.
    boolean hurry(Transaction tx, DomainName host, Instant now) {
        return tx.handle()
                        .createUpdate("""
                                update certificate_hosts set due = :now
                                 where host = :host and problem is not null
                                   and (problem_until is null or problem_until <= :now)""")
                        .bind("host", host.ascii())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    Optional<HostRow> host(Transaction tx, DomainName host) {
        return rows(tx.handle()
                        .createQuery("select " + COLUMNS + " from certificate_hosts where host = :host")
                        .bind("host", host.ascii()))
                .stream()
                .findFirst();
    }

    List<HostRow> hosts(Transaction tx) {
        return rows(tx.handle().createQuery("select " + COLUMNS + " from certificate_hosts order by host"));
    }

    /// Which certificate each host has.
    Map<DomainName, UUID> certificates(Transaction tx) {
        var all = new HashMap<DomainName, UUID>();
        tx.handle()
                .createQuery("select host, certificate_id from certificate_hosts where certificate_id is not null")
                .map((row, _) -> Map.entry(host(row), row.getObject("certificate_id", UUID.class)))
                .forEach(one -> all.put(one.getKey(), one.getValue()));
        return all;
    }

    List<Kept> certificates(Transaction tx, Collection<DomainName> hosts) {
        return tx.handle()
                .createQuery("""
                        select host, certificate_id, chain, private_key from certificate_hosts
                         where host = any(:hosts) and certificate_id is not null""")
                .bindArray(
                        "hosts",
                        String.class,
                        hosts.stream().map(DomainName::ascii).toArray())
                .map((row, _) -> kept(row))
                .list();
    }

    void challenge(Transaction tx, String token, String answer, Instant ends) {
        tx.handle()
                .createUpdate("""
                        insert into certificate_challenges (token, answer, ends_at) values (:token, :answer, :ends)
                        on conflict (token) do update set answer = :answer, ends_at = :ends""")
                .bind("token", token)
                .bind("answer", answer)
                .bind("ends", ends)
                .execute();
    }

    Optional<String> answer(Transaction tx, String token) {
        return tx.handle()
                .createQuery("select answer from certificate_challenges where token = :token")
                .bind("token", token)
                .mapTo(String.class)
                .findOne();
    }

    private static List<HostRow> rows(Query query) {
        return query.map((row, _) -> row(row)).list();
    }

    private static HostRow row(ResultSet row) throws SQLException {
        UUID certificate = row.getObject("certificate_id", UUID.class);
        return new HostRow(
                host(row),
                instant(row, "wanted_at"),
                instant(row, "due"),
                instantOrNull(row, "lease_ends"),
                row.getInt("failures"),
                problem(row),
                instantOrNull(row, "failed_at"),
                certificate == null
                        ? null
                        : new HostRow.Validity(certificate, instant(row, "not_before"), instant(row, "not_after")));
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                host(row),
                row.getObject("certificate_id", UUID.class),
                row.getString("chain"),
                row.getBytes("private_key"));
    }

    private static @Nullable CertificateProblem problem(ResultSet row) throws SQLException {
        String code = row.getString("problem");
        if (code == null) return null;
        String why = row.getString("problem_detail");
        return switch (code) {
            case "caa_forbids" -> new CertificateProblem.CaaForbids(why);
            case "dns" -> new CertificateProblem.Dns(why);
            case "challenge_failed" -> new CertificateProblem.ChallengeFailed(why);
            case "rate_limited" -> new CertificateProblem.RateLimited(why, instant(row, "problem_until"));
            case "authority_unreachable" -> new CertificateProblem.AuthorityUnreachable(why);
            case "account_refused" -> new CertificateProblem.AccountRefused(why);
            case "order_refused" -> new CertificateProblem.OrderRefused(why);
            default -> throw new IllegalStateException("an unknown problem: " + code);
        };
    }

    private static DomainName host(ResultSet row) throws SQLException {
        return new DomainName(row.getString("host"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getTimestamp(column)).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
