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
}
