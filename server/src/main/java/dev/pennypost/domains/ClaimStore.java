package dev.pennypost.domains;

import dev.pennypost.domains.Claim.BlockedReason;
import dev.pennypost.domains.Claim.Status;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The SQL of claims.
final class ClaimStore {
    private static final String COLUMNS = """
            id, team_id, domain_id, name, region, token, status, blocked_reason, failure_reason, checks, created_at,
            expires_at""";

    void insert(Transaction tx, Claim claim) {
        tx.handle()
                .createUpdate("""
                        insert into domain_claims (id, team_id, domain_id, name, region, token, status, created_at,
                            expires_at)
                        values (:id, :team, :domain, :name, :region, :token, :status, :created, :expires)""")
                .bind("id", claim.id())
                .bind("team", claim.team().value())
                .bind("domain", claim.domain().value())
                .bind("name", claim.name().ascii())
                .bind("region", claim.region().code())
                .bind("token", claim.token())
                .bind("status", spell(claim.status()))
                .bind("created", claim.createdAt())
                .bind("expires", claim.expiresAt())
                .execute();
    }

    /// Writes how far a claim has come and when it is looked at again. Ends any lease.
    void update(Transaction tx, Claim claim, @Nullable Instant nextCheckAt) {
        tx.handle()
                .createUpdate("""
                        update domain_claims
                           set status = :status, blocked_reason = :blocked, failure_reason = :failure,
                               checks = :checks, next_check_at = :next, leased_until = null
                         where id = :id and team_id = :team""")
                .bind("status", spell(claim.status()))
                .bind("blocked", claim.blocked() == null ? null : spell(claim.blocked()))
                .bind("failure", claim.failure())
                .bind("checks", claim.checks())
                .bind("next", nextCheckAt)
                .bind("id", claim.id())
                .bind("team", claim.team().value())
                .execute();
    }

    /// Ends what is open of a domain's claims.
    void end(Transaction tx, TeamId team, DomainId domain, Status status) {
        tx.handle()
                .createUpdate("""
                        update domain_claims set status = :status, next_check_at = null
                         where team_id = :team and domain_id = :domain and status in ('pending', 'blocked')""")
                .bind("status", spell(status))
                .bind("team", team.value())
                .bind("domain", domain.value())
                .execute();
    }

    /// The latest claim of a domain.
    Optional<Claim> latest(Transaction tx, TeamId team, DomainId domain) {
        return of(tx, "where team_id = :team and domain_id = :domain order by id desc limit 1", team, domain);
    }

    /// The latest claim of a domain that is about to be changed.
    Optional<Claim> lock(Transaction tx, TeamId team, DomainId domain) {
        return of(
                tx, "where team_id = :team and domain_id = :domain order by id desc limit 1 for update", team, domain);
    }

    private static Optional<Claim> of(Transaction tx, String where, TeamId team, DomainId domain) {
        Query query = tx.handle()
                .createQuery("select " + COLUMNS + " from domain_claims " + where)
                .bind("team", team.value())
                .bind("domain", domain.value());
        return query.map((row, _) -> claim(row)).findOne();
    }

    /// Leases claims whose check is due; the transaction ends before DNS is asked.
    List<Claim> lease(Transaction tx, int atMost, Instant now, Duration lease) {
        return tx.handle()
                .createQuery("""
                        update domain_claims set leased_until = :until
                         where id in (select id from domain_claims
                                       where next_check_at <= :now and domain_id is not null
                                         and (leased_until is null or leased_until <= :now)
                                       order by next_check_at limit :limit for update skip locked)
                        returning\s""" + COLUMNS)
                .bind("until", now.plus(lease))
                .bind("now", now)
                .bind("limit", atMost)
                .map((row, _) -> claim(row))
                .list();
    }

    private static Claim claim(ResultSet row) throws SQLException {
        String region = row.getString("region");
        String blocked = row.getString("blocked_reason");
        return new Claim(
                row.getObject("id", UUID.class),
                new TeamId(row.getObject("team_id", UUID.class)),
                new DomainId(row.getObject("domain_id", UUID.class)),
                new DomainName(row.getString("name")),
                Region.of(region).orElseThrow(() -> new IllegalStateException("unknown region in a row: " + region)),
                row.getString("token"),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                blocked == null ? null : BlockedReason.valueOf(blocked.toUpperCase(Locale.ROOT)),
                row.getString("failure_reason"),
                row.getInt("checks"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    private static String spell(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
