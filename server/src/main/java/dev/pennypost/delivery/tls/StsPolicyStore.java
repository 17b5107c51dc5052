package dev.pennypost.delivery.tls;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.mtasts.BadStsPolicy;
import dev.pennypost.mail.mtasts.StsPolicy;
import dev.pennypost.storage.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The SQL of policies that were fetched.
final class StsPolicyStore {
    Optional<KeptPolicy> find(Transaction tx, DomainName domain) {
        return tx.handle()
                .createQuery("select policy_id, policy, fetched_at, expires_at from mta_sts_policies"
                        + " where domain = :domain")
                .bind("domain", domain.ascii())
                .map((row, _) -> read(row))
                .findOne()
                .flatMap(kept -> kept);
    }

    /// What an older version of us read and we cannot is as good as not fetched.
    private static Optional<KeptPolicy> read(ResultSet row) throws SQLException {
        try {
            return Optional.of(new KeptPolicy(
                    row.getString("policy_id"),
                    StsPolicy.parse(row.getString("policy")),
                    row.getTimestamp("fetched_at").toInstant(),
                    row.getTimestamp("expires_at").toInstant()));
        } catch (BadStsPolicy unreadable) {
            return Optional.empty();
        }
    }

    /// Of two nodes that fetched at the same time the later counts.
    void put(Transaction tx, DomainName domain, KeptPolicy kept) {
        tx.handle()
                .createUpdate("""
                        insert into mta_sts_policies (domain, policy_id, policy, fetched_at, expires_at)
                        values (:domain, :id, :policy, :fetched, :expires)
                        on conflict (domain) do update
                           set policy_id = excluded.policy_id, policy = excluded.policy,
                               fetched_at = excluded.fetched_at, expires_at = excluded.expires_at
                         where mta_sts_policies.fetched_at <= excluded.fetched_at""")
                .bind("domain", domain.ascii())
                .bind("id", kept.id())
                .bind("policy", String.join("\n", kept.policy().lines()))
                .bind("fetched", kept.fetchedAt())
                .bind("expires", kept.expiresAt())
                .execute();
    }

    int forget(Transaction tx, Instant expiredBefore) {
        return tx.handle()
                .createUpdate("delete from mta_sts_policies where expires_at < :before")
                .bind("before", expiredBefore)
                .execute();
    }
}
