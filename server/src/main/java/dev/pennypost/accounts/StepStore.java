package dev.pennypost.accounts;

import dev.pennypost.accounts.Steps.Kind;
import dev.pennypost.storage.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of what was begun.
final class StepStore {
    void insert(
            Transaction tx, byte[] tokenHash, Kind kind, @Nullable PersonId person, byte[] secret, Instant endsAt) {
        tx.handle()
                .createUpdate("""
                        insert into sign_in_steps (token_hash, kind, person_id, secret, ends_at)
                        values (:hash, :kind, cast(:person as uuid), :secret, :ends)""")
                .bind("hash", tokenHash)
                .bind("kind", spell(kind))
                .bind("person", person == null ? null : person.value())
                .bind("secret", secret)
                .bind("ends", endsAt)
                .execute();
    }

    Optional<Kept> find(Transaction tx, byte[] tokenHash, Kind kind, Instant now) {
        return tx.handle()
                .createQuery("""
                        select person_id, secret from sign_in_steps
                         where token_hash = :hash and kind = :kind and ends_at > :now""")
                .bind("hash", tokenHash)
                .bind("kind", spell(kind))
                .bind("now", now)
                .map((row, _) -> read(row))
                .findOne();
    }

    boolean hold(Transaction tx, byte[] tokenHash, Kind kind, Instant now) {
        return tx.handle()
                .createQuery("""
                        select 1 from sign_in_steps
                         where token_hash = :hash and kind = :kind and ends_at > :now for update""")
                .bind("hash", tokenHash)
                .bind("kind", spell(kind))
                .bind("now", now)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    Optional<Kept> delete(Transaction tx, byte[] tokenHash, Kind kind, Instant now) {
        return tx.handle()
                .createQuery("""
                        delete from sign_in_steps
                         where token_hash = :hash and kind = :kind and ends_at > :now
                        returning person_id, secret""")
                .bind("hash", tokenHash)
                .bind("kind", spell(kind))
                .bind("now", now)
                .map((row, _) -> read(row))
                .findOne();
    }

    void failed(Transaction tx, byte[] tokenHash, int most) {
        tx.handle()
                .createUpdate("update sign_in_steps set failures = failures + 1 where token_hash = :hash")
                .bind("hash", tokenHash)
                .execute();
        tx.handle()
                .createUpdate("delete from sign_in_steps where token_hash = :hash and failures >= :most")
                .bind("hash", tokenHash)
                .bind("most", most)
                .execute();
    }

    void deleteOf(Transaction tx, PersonId person) {
        tx.handle()
                .createUpdate("delete from sign_in_steps where person_id = :person")
                .bind("person", person.value())
                .execute();
    }

    void removeEnded(Transaction tx, Instant now) {
        tx.handle()
                .createUpdate("delete from sign_in_steps where ends_at <= :now")
                .bind("now", now)
                .execute();
    }

    private static Kept read(ResultSet row) throws SQLException {
        UUID person = row.getObject("person_id", UUID.class);
        return new Kept(person == null ? null : new PersonId(person), row.getBytes("secret"));
    }

    private static String spell(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    record Kept(@Nullable PersonId person, byte[] secret) {}
}
