package dev.pennypost.accounts;

import dev.pennypost.storage.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of people.
final class PersonStore {
    static final String COLUMNS = "p.id person_id, p.email person_email, p.name person_name, p.created_at person_since";

    boolean isEmpty(Transaction tx) {
        return tx.handle()
                .createQuery("select not exists (select from people)")
                .mapTo(Boolean.class)
                .one();
    }

    /// Has others that add people wait until the transaction ends.
    void lock(Transaction tx) {
        tx.handle().execute("lock table people in share row exclusive mode");
    }

    /// @param password a PHC string; null for none
    void insert(Transaction tx, Person person, EmailKey key, @Nullable String password) {
        tx.handle()
                .createUpdate("""
                        insert into people (id, email, email_key, name, password, created_at)
                        values (:id, :email, :key, :name, cast(:password as text), :created)""")
                .bind("id", person.id().value())
                .bind("email", person.email())
                .bind("key", key.text())
                .bind("name", person.name())
                .bind("password", password)
                .bind("created", person.createdAt())
                .execute();
    }

    Optional<Person> find(Transaction tx, PersonId id) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from people p where p.id = :id")
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    Optional<Known> find(Transaction tx, EmailKey key) {
        return tx.handle()
                .createQuery("select " + COLUMNS + ", p.password from people p where p.email_key = :key")
                .bind("key", key.text())
                .map((row, _) -> new Known(read(row), row.getString("password")))
                .findOne();
    }

    Optional<Known> known(Transaction tx, PersonId id) {
        return tx.handle()
                .createQuery("select " + COLUMNS + ", p.password from people p where p.id = :id")
                .bind("id", id.value())
                .map((row, _) -> new Known(read(row), row.getString("password")))
                .findOne();
    }

    List<Person> all(Transaction tx) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from people p order by p.email_key")
                .map((row, _) -> read(row))
                .list();
    }

    boolean rename(Transaction tx, PersonId id, String name) {
        return tx.handle()
                        .createUpdate("update people set name = :name where id = :id")
                        .bind("name", name)
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    void delete(Transaction tx, PersonId id) {
        tx.handle()
                .createUpdate("delete from people where id = :id")
                .bind("id", id.value())
                .execute();
    }

    boolean password(Transaction tx, PersonId id, String password) {
        return tx.handle()
                        .createUpdate("update people set password = :password where id = :id")
                        .bind("password", password)
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /// Whether the password is still this one; it stays so until the transaction ends.
    boolean holdPassword(Transaction tx, PersonId id, String password) {
        return tx.handle()
                .createQuery("select 1 from people where id = :id and password = :password for update")
                .bind("id", id.value())
                .bind("password", password)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static Person read(ResultSet row) throws SQLException {
        return new Person(
                new PersonId(row.getObject("person_id", UUID.class)),
                row.getString("person_email"),
                row.getString("person_name"),
                row.getTimestamp("person_since").toInstant());
    }

    /// @param password a PHC string; null for none
    record Known(Person person, @Nullable String password) {}
}
