package dev.pennypost.accounts;

import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of invitations.
final class InvitationStore {
    private static final String SELECT = """
            select i.id, i.team_id, t.name team_name, i.email, i.role, p.name invited_by, i.created_at, i.ends_at
              from invitations i join teams t on t.id = i.team_id left join people p on p.id = i.invited_by
            """;

    /// One for each address: a second takes the place of the first, whose link is of no use any more.
    InvitationId insert(Transaction tx, InvitationId id, TeamId team, New invitation) {
        PersonId by = invitation.by();
        return tx.handle()
                .createQuery("""
                    insert into invitations (id, team_id, email, email_key, role, token_hash, invited_by,
                                             created_at, ends_at)
                    values (:id, :team, :email, :key, :role, :hash, cast(:by as uuid), :now, :ends)
                        on conflict (team_id, email_key) do update
                           set email = excluded.email, role = excluded.role, token_hash = excluded.token_hash,
                               invited_by = excluded.invited_by, created_at = excluded.created_at,
                               ends_at = excluded.ends_at
                    returning id""")
                .bind("id", id.value())
                .bind("team", team.value())
                .bind("email", invitation.email())
                .bind("key", EmailKey.of(invitation.email()).text())
                .bind("role", MembershipStore.spell(invitation.role()))
                .bind("hash", invitation.tokenHash())
                .bind("by", by == null ? null : by.value())
                .bind("now", invitation.now())
                .bind("ends", invitation.endsAt())
                .map((row, _) -> new InvitationId(row.getObject(1, UUID.class)))
                .one();
    }

    Optional<Invitation> find(Transaction tx, TeamId team, InvitationId id) {
        return tx.handle()
                .createQuery(SELECT + "where i.team_id = :team and i.id = :id")
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    Optional<Invitation> find(Transaction tx, TeamId team, EmailKey whom) {
        return tx.handle()
                .createQuery(SELECT + "where i.team_id = :team and i.email_key = :key")
                .bind("team", team.value())
                .bind("key", whom.text())
                .map((row, _) -> read(row))
                .findOne();
    }

    Optional<Invitation> find(Transaction tx, byte[] tokenHash, Instant now) {
        return tx.handle()
                .createQuery(SELECT + "where i.token_hash = :hash and i.ends_at > :now")
                .bind("hash", tokenHash)
                .bind("now", now)
                .map((row, _) -> read(row))
                .findOne();
    }

    /// The invitation, which nobody else accepts or takes back before the transaction ends.
    Optional<Invitation> hold(Transaction tx, byte[] tokenHash, Instant now) {
        return tx.handle()
                .createQuery(SELECT + "where i.token_hash = :hash and i.ends_at > :now for update of i")
                .bind("hash", tokenHash)
                .bind("now", now)
                .map((row, _) -> read(row))
                .findOne();
    }

    List<Invitation> of(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery(SELECT + "where i.team_id = :team order by i.email_key")
                .bind("team", team.value())
                .map((row, _) -> read(row))
                .list();
    }

    boolean delete(Transaction tx, TeamId team, InvitationId id) {
        return tx.handle()
                        .createUpdate("delete from invitations where team_id = :team and id = :id")
                        .bind("team", team.value())
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /// Those that somebody made, held until the transaction ends.
    List<Invitation> by(Transaction tx, TeamId team, PersonId by) {
        return tx.handle()
                .createQuery(SELECT + "where i.team_id = :team and i.invited_by = :by order by i.id for update of i")
                .bind("team", team.value())
                .bind("by", by.value())
                .map((row, _) -> read(row))
                .list();
    }

    private static Invitation read(ResultSet row) throws SQLException {
        return new Invitation(
                new InvitationId(row.getObject("id", UUID.class)),
                new TeamId(row.getObject("team_id", UUID.class)),
                row.getString("team_name"),
                row.getString("email"),
                MembershipStore.role(row.getString("role")),
                row.getString("invited_by"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("ends_at").toInstant());
    }

    /// @param by null for a program or an operator
    record New(
            String email,
            Role role,
            byte[] tokenHash,
            @Nullable PersonId by,
            Instant now,
            Instant endsAt) {}
}
