package dev.pennypost.accounts;

import dev.pennypost.storage.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The SQL of people as an OpenID provider knows them.
final class IdentityStore {
    Optional<PersonId> find(Transaction tx, String issuer, String subject) {
        return tx.handle()
                .createQuery("select person_id from person_identities where issuer = :issuer and subject = :subject")
                .bind("issuer", issuer)
                .bind("subject", subject)
                .map((row, _) -> new PersonId(row.getObject(1, UUID.class)))
                .findOne();
    }

    void insert(Transaction tx, String issuer, String subject, PersonId person, Instant now) {
        tx.handle()
                .createUpdate("""
                        insert into person_identities (issuer, subject, person_id, created_at)
                        values (:issuer, :subject, :person, :now) on conflict do nothing""")
                .bind("issuer", issuer)
                .bind("subject", subject)
                .bind("person", person.value())
                .bind("now", now)
                .execute();
    }
}
