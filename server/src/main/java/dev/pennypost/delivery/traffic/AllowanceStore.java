package dev.pennypost.delivery.traffic;

import dev.pennypost.storage.Transaction;
import java.time.LocalDate;

/// The SQL of what has been sent of a day's allowance.
final class AllowanceStore {
    /// Takes as many as are left, `most` at most.
    int take(Transaction tx, LocalDate day, String subject, int most, int limit) {
        tx.handle().createUpdate("""
                        insert into warm_up_counts (day, subject, taken) values (:day, :subject, 0)
                        on conflict (day, subject) do nothing""").bind("day", day).bind("subject", subject).execute();
        return tx.handle()
                .createQuery("""
                        with before as (
                            select day, subject, taken from warm_up_counts
                             where day = :day and subject = :subject for update)
                        update warm_up_counts c
                           set taken = greatest(b.taken, least(b.taken + :most, :limit))
                          from before b where c.day = b.day and c.subject = b.subject
                        returning c.taken - b.taken""")
                .bind("day", day)
                .bind("subject", subject)
                .bind("most", most)
                .bind("limit", limit)
                .mapTo(Integer.class)
                .one();
    }

    /// Forgets days of long ago.
    void forget(Transaction tx, LocalDate before) {
        tx.handle()
                .createUpdate("delete from warm_up_counts where day < :before")
                .bind("before", before)
                .execute();
    }
}
