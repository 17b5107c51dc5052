package dev.pennypost.accounts;

import dev.pennypost.storage.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of codes that follow a password.
final class FactorStore {
    /// Puts a secret aside that is not asked for yet; false when one is asked for already.
    boolean begin(Transaction tx, PersonId person, byte[] sealed, Instant now) {
        return tx.handle()
                        .createUpdate("""
                                insert into person_totp as t (person_id, secret, created_at)
                                values (:person, :secret, :now)
                                    on conflict (person_id) do update
                                       set secret = excluded.secret, created_at = excluded.created_at
                                     where t.confirmed_at is null""")
                        .bind("person", person.value())
                        .bind("secret", sealed)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    Optional<byte[]> begun(Transaction tx, PersonId person) {
        return tx.handle()
                .createQuery("select secret from person_totp where person_id = :person and confirmed_at is null")
                .bind("person", person.value())
                .mapTo(byte[].class)
                .findOne();
    }

    /// @param secret the one that was confirmed; another may have been begun meanwhile
    boolean confirm(Transaction tx, PersonId person, byte[] secret, long step, Instant now) {
        return tx.handle()
                        .createUpdate("""
                                update person_totp set confirmed_at = :now, last_step = :step
                                 where person_id = :person and secret = :secret and confirmed_at is null""")
                        .bind("now", now)
                        .bind("step", step)
                        .bind("person", person.value())
                        .bind("secret", secret)
                        .execute()
                == 1;
    }

    Optional<byte[]> confirmed(Transaction tx, PersonId person) {
        return tx.handle()
                .createQuery("select secret from person_totp where person_id = :person and confirmed_at is not null")
                .bind("person", person.value())
                .mapTo(byte[].class)
                .findOne();
    }

    /// Takes a step, once (RFC 6238 §5.2); false when it or a later one was taken.
    boolean takeStep(Transaction tx, PersonId person, long step) {
        return tx.handle()
                        .createUpdate("""
                                update person_totp set last_step = :step
                                 where person_id = :person and last_step < :step and confirmed_at is not null""")
                        .bind("step", step)
                        .bind("person", person.value())
                        .execute()
                == 1;
    }

    boolean remove(Transaction tx, PersonId person) {
        return tx.handle()
                        .createUpdate("delete from person_totp where person_id = :person")
                        .bind("person", person.value())
                        .execute()
                == 1;
    }

    void replaceCodes(Transaction tx, PersonId person, List<byte[]> hashes) {
        tx.handle()
                .createUpdate("delete from recovery_codes where person_id = :person")
                .bind("person", person.value())
                .execute();
        for (byte[] hash : hashes)
            tx.handle()
                    .createUpdate("insert into recovery_codes (person_id, code_hash) values (:person, :hash)")
                    .bind("person", person.value())
                    .bind("hash", hash)
                    .execute();
    }

    /// Takes a code, once.
    boolean takeCode(Transaction tx, PersonId person, byte[] hash) {
        return tx.handle()
                        .createUpdate("delete from recovery_codes where person_id = :person and code_hash = :hash")
                        .bind("person", person.value())
                        .bind("hash", hash)
                        .execute()
                == 1;
    }

    int codes(Transaction tx, PersonId person) {
        return tx.handle()
                .createQuery("select count(*) from recovery_codes where person_id = :person")
                .bind("person", person.value())
                .mapTo(Integer.class)
                .one();
    }
}
