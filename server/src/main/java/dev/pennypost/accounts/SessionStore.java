package dev.pennypost.accounts;

import dev.pennypost.storage.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of sessions.
final class SessionStore {
    void insert(Transaction tx, SessionId id, PersonId person, byte[] tokenHash, Client client, Instant now) {
        tx.handle()
                .createUpdate("""
                        insert into person_sessions (id, person_id, token_hash, program, address, created_at, seen_at)
                        values (:id, :person, :hash, :program, :address, :now, :now)""")
                .bind("id", id.value())
                .bind("person", person.value())
                .bind("hash", tokenHash)
                .bind("program", client.program())
                .bind("address", client.address())
                .bind("now", now)
                .execute();
    }

    /// The session with everything that a request wants to know, in one query.
    Optional<Found> find(Transaction tx, byte[] tokenHash, Limits limits) {
        List<Row> rows = tx.handle()
                .createQuery("select s.id session_id, s.created_at, s.seen_at, " + PersonStore.COLUMNS + ", "
                        + MembershipStore.COLUMNS + """

                          from person_sessions s
                          join people p on p.id = s.person_id
                          left join memberships m on m.person_id = p.id
                          left join teams t on t.id = m.team_id
                         where s.token_hash = :hash and s.seen_at > :seen and s.created_at > :created
                         order by lower(t.name), t.id""")
                .bind("hash", tokenHash)
                .bind("seen", limits.seenAfter())
                .bind("created", limits.createdAfter())
                .map((row, _) -> new Row(
                        new SessionId(row.getObject("session_id", UUID.class)),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("seen_at").toInstant(),
                        PersonStore.read(row),
                        row.getObject("team_id") == null ? null : MembershipStore.read(row)))
                .list();
        return rows.isEmpty() ? Optional.empty() : Optional.of(found(rows));
    }

    private static Found found(List<Row> rows) {
        Row first = rows.getFirst();
        List<Membership> memberships = rows.stream()
                .map(Row::membership)
                .flatMap(membership -> Optional.ofNullable(membership).stream())
                .toList();
        return new Found(first.id(), first.person(), memberships, first.created(), first.seen());
    }

    void seen(Transaction tx, SessionId id, Instant now) {
        tx.handle()
                .createUpdate("update person_sessions set seen_at = :now where id = :id and seen_at < :now")
                .bind("now", now)
                .bind("id", id.value())
                .execute();
    }

    List<OpenSession> of(Transaction tx, PersonId person, Limits limits) {
        return tx.handle()
                .createQuery("""
                        select id, program, address, created_at, seen_at from person_sessions
                         where person_id = :person and seen_at > :seen and created_at > :created
                         order by seen_at desc, id desc""")
                .bind("person", person.value())
                .bind("seen", limits.seenAfter())
                .bind("created", limits.createdAfter())
                .map((row, _) -> new OpenSession(
                        new SessionId(row.getObject("id", UUID.class)),
                        row.getString("program"),
                        row.getString("address"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("seen_at").toInstant()))
                .list();
    }

    boolean delete(Transaction tx, PersonId person, SessionId id) {
        return tx.handle()
                        .createUpdate("delete from person_sessions where person_id = :person and id = :id")
                        .bind("person", person.value())
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /// @param but the one that stays; null for none
    int deleteAll(Transaction tx, PersonId person, @Nullable SessionId but) {
        return tx.handle()
                .createUpdate("""
                        delete from person_sessions
                         where person_id = :person and id is distinct from cast(:but as uuid)""")
                .bind("person", person.value())
                .bind("but", but == null ? null : but.value())
                .execute();
    }

    void deleteEnded(Transaction tx, Limits limits) {
        tx.handle()
                .createUpdate("delete from person_sessions where seen_at <= :seen or created_at <= :created")
                .bind("seen", limits.seenAfter())
                .bind("created", limits.createdAfter())
                .execute();
    }

    /// Sessions count that were made and seen after these.
    record Limits(Instant seenAfter, Instant createdAfter) {}

    record Found(SessionId id, Person person, List<Membership> memberships, Instant created, Instant seen) {}

    private record Row(
            SessionId id, Instant created, Instant seen, Person person, @Nullable Membership membership) {}
}
