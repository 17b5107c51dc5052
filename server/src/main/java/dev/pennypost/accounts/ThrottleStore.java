package dev.pennypost.accounts;

import dev.pennypost.accounts.Throttle.Count;
import dev.pennypost.storage.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of attempts that went wrong.
final class ThrottleStore {
    /// What is counted, which nobody else changes before the transaction ends.
    Count lock(Transaction tx, byte[] gate, Instant now, Instant endsAt) {
        return tx.handle()
                .createQuery("""
                        insert into sign_in_delays as d (gate, failures, until, ends_at) values (:gate, 0, :now, :ends)
                            on conflict (gate) do update
                               set failures = case when d.ends_at <= :now then 0 else d.failures end,
                                   until = case when d.ends_at <= :now then :now else d.until end
                        returning failures, until""")
                .bind("gate", gate)
                .bind("now", now)
                .bind("ends", endsAt)
                .map((row, _) -> new Count(row.getInt(1), row.getTimestamp(2).toInstant()))
                .one();
    }

    void write(Transaction tx, byte[] gate, Count count, Instant endsAt) {
        tx.handle()
                .createUpdate("""
                        update sign_in_delays set failures = :failures, until = :until, ends_at = :ends
                         where gate = :gate""")
                .bind("failures", count.failures())
                .bind("until", count.until())
                .bind("ends", endsAt)
                .bind("gate", gate)
                .execute();
    }

    Optional<Instant> latest(Transaction tx, List<byte[]> gates, Instant now) {
        return tx.handle()
                .createQuery("select until from sign_in_delays where gate in (<gates>) and ends_at > :now")
                .bindList("gates", gates)
                .bind("now", now)
                .map((row, _) -> row.getTimestamp(1).toInstant())
                .list()
                .stream()
                .max(Instant::compareTo);
    }

    void takeBack(Transaction tx, byte[] gate, Instant now) {
        tx.handle()
                .createUpdate("""
                        update sign_in_delays set failures = greatest(failures - 1, 0), until = :now
                         where gate = :gate""")
                .bind("now", now)
                .bind("gate", gate)
                .execute();
    }

    void forget(Transaction tx, byte[] gate) {
        tx.handle()
                .createUpdate("delete from sign_in_delays where gate = :gate")
                .bind("gate", gate)
                .execute();
    }

    void removeEnded(Transaction tx, Instant now) {
        tx.handle()
                .createUpdate("delete from sign_in_delays where ends_at <= :now")
                .bind("now", now)
                .execute();
    }
}
