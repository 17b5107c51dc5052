package dev.pennypost.accounts;

import dev.pennypost.storage.Transaction;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of passkeys.
final class PasskeyStore {
    /// False when the authenticator has shown it to us before.
    boolean insert(Transaction tx, PersonId person, Passkey passkey, Credential credential) {
        return tx.handle()
                        .createUpdate("""
                                insert into passkeys (credential_id, id, person_id, name, credential, sign_count,
                                                      backup_eligible, backed_up, transports, created_at)
                                values (:credential_id, :id, :person, :name, :credential, :count, :eligible, :backed_up,
                                        :transports, :created)
                                    on conflict (credential_id) do nothing""")
                        .bind("credential_id", credential.credentialId())
                        .bind("id", passkey.id().value())
                        .bind("person", person.value())
                        .bind("name", passkey.name())
                        .bind("credential", credential.attested())
                        .bind("count", credential.signCount())
                        .bind("eligible", credential.backupEligible())
                        .bind("backed_up", credential.backedUp())
                        .bindArray("transports", String.class, credential.transports())
                        .bind("created", passkey.createdAt())
                        .execute()
                == 1;
    }

    List<Passkey> of(Transaction tx, PersonId person) {
        return tx.handle()
                .createQuery("""
                        select id, name, backed_up, created_at, used_at from passkeys
                         where person_id = :person order by id""")
                .bind("person", person.value())
                .map((row, _) -> new Passkey(
                        new PasskeyId(row.getObject("id", UUID.class)),
                        row.getString("name"),
                        row.getBoolean("backed_up"),
                        row.getTimestamp("created_at").toInstant(),
                        time(row.getTimestamp("used_at"))))
                .list();
    }

    List<Credential> credentials(Transaction tx, PersonId person) {
        return tx.handle()
                .createQuery("select * from passkeys where person_id = :person order by id")
                .bind("person", person.value())
                .map((row, _) -> read(row))
                .list();
    }

    Optional<Credential> find(Transaction tx, byte[] credentialId) {
        return tx.handle()
                .createQuery("select * from passkeys where credential_id = :id")
                .bind("id", credentialId)
                .map((row, _) -> read(row))
                .findOne();
    }

    /// Notes a use; false when another one was noted meanwhile.
    boolean used(Transaction tx, Credential before, long signCount, boolean backedUp, Instant now) {
        return tx.handle()
                        .createUpdate("""
                                update passkeys set sign_count = :count, backed_up = :backed_up, used_at = :now
                                 where credential_id = :id and sign_count = :before""")
                        .bind("count", signCount)
                        .bind("backed_up", backedUp)
                        .bind("now", now)
                        .bind("id", before.credentialId())
                        .bind("before", before.signCount())
                        .execute()
                == 1;
    }

    boolean rename(Transaction tx, PersonId person, PasskeyId id, String name) {
        return tx.handle()
                        .createUpdate("update passkeys set name = :name where person_id = :person and id = :id")
                        .bind("name", name)
                        .bind("person", person.value())
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    boolean delete(Transaction tx, PersonId person, PasskeyId id) {
        return tx.handle()
                        .createUpdate("delete from passkeys where person_id = :person and id = :id")
                        .bind("person", person.value())
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    private static Credential read(ResultSet row) throws SQLException {
        Array transports = row.getArray("transports");
        return new Credential(
                new PersonId(row.getObject("person_id", UUID.class)),
                row.getBytes("credential_id"),
                row.getBytes("credential"),
                row.getLong("sign_count"),
                row.getBoolean("backup_eligible"),
                row.getBoolean("backed_up"),
                List.of((String[]) transports.getArray()));
    }

    private static @Nullable Instant time(@Nullable Timestamp column) {
        return column == null ? null : column.toInstant();
    }

    /// What is known of a passkey when somebody shows it.
    ///
    /// @param attested attested credential data, with the public key (WebAuthn §6.5.1)
    record Credential(
            PersonId person,
            byte[] credentialId,
            byte[] attested,
            long signCount,
            boolean backupEligible,
            boolean backedUp,
            List<String> transports) {
        Credential {
            transports = List.copyOf(transports);
        }
    }
}
