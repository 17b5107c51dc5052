package dev.pennypost.delivery;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// The SQL of deliveries that come back.
final class ReturnStore {
    /// Asked with the id that a report proves to know; the answer says whose email it is.
    List<Sent> of(Transaction tx, UUID email) {
        return tx.handle()
                .createQuery("""
                        select email_id, position, team_id, domain_id, recipient, reverse_path, state
                          from deliveries where email_id = :email order by position""")
                .bind("email", email)
                .map((row, _) -> read(row))
                .list();
    }

    void bounced(Transaction tx, TeamId team, DeliveryId id) {
        tx.handle()
                .createUpdate("""
                        update deliveries set state = 'bounced'
                         where email_id = :email and position = :position and team_id = :team and state = 'delivered'""")
                .bind("email", id.emailId())
                .bind("position", id.position())
                .bind("team", team.value())
                .execute();
    }

    private static Sent read(ResultSet row) throws SQLException {
        return new Sent(
                new DeliveryId(row.getObject("email_id", UUID.class), row.getInt("position")),
                new TeamId(row.getObject("team_id", UUID.class)),
                new DomainId(row.getObject("domain_id", UUID.class)),
                Address.parse(row.getString("recipient")),
                row.getString("reverse_path"),
                DeliveryState.spelled(row.getString("state")));
    }
}
