package dev.pennypost.accounts;

import dev.pennypost.storage.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The SQL of links for new passwords.
final class ResetStore {
    /// The newest alone is of use.
    void insert(Transaction tx, PersonId person, byte[] tokenHash, Instant endsAt) {
        tx.handle()
                .createUpdate("""
                        insert into password_resets (person_id, token_hash, ends_at) values (:person, :hash, :ends)
                            on conflict (person_id) do update
                               set token_hash = excluded.token_hash, ends_at = excluded.ends_at""")
                .bind("person", person.value())
                .bind("hash", tokenHash)
                .bind("ends", endsAt)
                .execute();
    }

    /// Notes that somebody, whoever it may be, wants a link.
    void request(Transaction tx, UUID id, EmailKey whom, byte[] sealed, Instant now, Instant endsAt) {
        tx.handle()
                .createUpdate("""
                    insert into password_reset_requests (id, email_key, token, due, ends_at)
                    values (:id, :whom, :token, :now, :ends)""")
                .bind("id", id)
                .bind("whom", whom.text())
                .bind("token", sealed)
                .bind("now", now)
                .bind("ends", endsAt)
                .execute();
    }

    /// The request that has waited longest, for nobody else until the lease ends. Those whose time is over are removed.
    Optional<Wanted> lease(Transaction tx, Instant now, Instant until) {
        tx.handle()
                .createUpdate("delete from password_reset_requests where ends_at <= :now")
                .bind("now", now)
                .execute();
        return tx.handle()
                .createQuery("""
                    update password_reset_requests set due = :until
                     where id = (select id from password_reset_requests where due <= :now
                                  order by due, id limit 1 for update skip locked)
                    returning id, email_key, token, ends_at, linked""")
                .bind("until", until)
                .bind("now", now)
                .map((row, _) -> new Wanted(
                        row.getObject("id", UUID.class),
                        new EmailKey(row.getString("email_key")),
                        row.getBytes("token"),
                        row.getTimestamp("ends_at").toInstant(),
                        row.getBoolean("linked")))
                .findOne();
    }

    /// Notes that the link of a request is of use.
    void linked(Transaction tx, UUID id) {
        tx.handle()
                .createUpdate("update password_reset_requests set linked = true where id = :id")
                .bind("id", id)
                .execute();
    }

    void forget(Transaction tx, UUID id) {
        tx.handle()
                .createUpdate("delete from password_reset_requests where id = :id")
                .bind("id", id)
                .execute();
    }

    Optional<PersonId> find(Transaction tx, byte[] tokenHash, Instant now) {
        return tx.handle()
                .createQuery("select person_id from password_resets where token_hash = :hash and ends_at > :now")
                .bind("hash", tokenHash)
                .bind("now", now)
                .map((row, _) -> new PersonId(row.getObject(1, UUID.class)))
                .findOne();
    }

    /// Takes a link, once.
    boolean take(Transaction tx, byte[] tokenHash, Instant now) {
        return tx.handle()
                        .createUpdate("delete from password_resets where token_hash = :hash and ends_at > :now")
                        .bind("hash", tokenHash)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    void delete(Transaction tx, PersonId person) {
        tx.handle()
                .createUpdate("delete from password_resets where person_id = :person")
                .bind("person", person.value())
                .execute();
    }

    /// A link that somebody wants.
    ///
    /// @param sealed its token
    /// @param isLinked whether it was made of use already, by a process that did not come to sending it
    record Wanted(UUID id, EmailKey whom, byte[] sealed, Instant endsAt, boolean isLinked) {}
}
