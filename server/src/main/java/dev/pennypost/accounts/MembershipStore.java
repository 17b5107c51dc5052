package dev.pennypost.accounts;

import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// The SQL of who belongs to which team.
final class MembershipStore {
    static final String COLUMNS =
            "t.id team_id, t.name team_name, m.role," + " t.id = (select id from teams order by id limit 1) operators";

    /// False for who belongs to the team already.
    boolean insert(Transaction tx, PersonId person, TeamId team, Role role, Instant now) {
        return tx.handle()
                        .createUpdate("""
                        insert into memberships (person_id, team_id, role, since)
                        values (:person, :team, :role, :now) on conflict do nothing""")
                        .bind("person", person.value())
                        .bind("team", team.value())
                        .bind("role", spell(role))
                        .bind("now", now)
                        .execute()
                == 1;
    }

    Optional<Role> role(Transaction tx, TeamId team, PersonId person) {
        return tx.handle()
                .createQuery("select role from memberships where team_id = :team and person_id = :person")
                .bind("team", team.value())
                .bind("person", person.value())
                .map((row, _) -> role(row.getString(1)))
                .findOne();
    }

    List<Membership> of(Transaction tx, PersonId person) {
        return tx.handle()
                .createQuery("select " + COLUMNS + """

                          from memberships m join teams t on t.id = m.team_id
                         where m.person_id = :person order by lower(t.name), t.id""")
                .bind("person", person.value())
                .map((row, _) -> read(row))
                .list();
    }

    List<Member> members(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select " + PersonStore.COLUMNS + """
                        , m.role, m.since from memberships m join people p on p.id = m.person_id
                         where m.team_id = :team order by lower(p.name), p.email_key""")
                .bind("team", team.value())
                .map((row, _) -> member(row))
                .list();
    }

    Optional<Member> member(Transaction tx, TeamId team, PersonId person) {
        return tx.handle()
                .createQuery("select " + PersonStore.COLUMNS + """
                        , m.role, m.since from memberships m join people p on p.id = m.person_id
                         where m.team_id = :team and m.person_id = :person""")
                .bind("team", team.value())
                .bind("person", person.value())
                .map((row, _) -> member(row))
                .findOne();
    }

    int owners(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select count(*) from memberships where team_id = :team and role = 'owner'")
                .bind("team", team.value())
                .mapTo(Integer.class)
                .one();
    }

    void change(Transaction tx, TeamId team, PersonId person, Role role) {
        tx.handle()
                .createUpdate("update memberships set role = :role where team_id = :team and person_id = :person")
                .bind("role", spell(role))
                .bind("team", team.value())
                .bind("person", person.value())
                .execute();
    }

    void delete(Transaction tx, TeamId team, PersonId person) {
        tx.handle()
                .createUpdate("delete from memberships where team_id = :team and person_id = :person")
                .bind("team", team.value())
                .bind("person", person.value())
                .execute();
    }

    static Membership read(ResultSet row) throws SQLException {
        return new Membership(
                new TeamId(row.getObject("team_id", UUID.class)),
                row.getString("team_name"),
                role(row.getString("role")),
                row.getBoolean("operators"));
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                PersonStore.read(row),
                role(row.getString("role")),
                row.getTimestamp("since").toInstant());
    }

    static String spell(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    static Role role(String column) {
        return Role.valueOf(column.toUpperCase(Locale.ROOT));
    }
}
