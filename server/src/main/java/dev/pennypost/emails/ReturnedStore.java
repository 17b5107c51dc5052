package dev.pennypost.emails;

import dev.pennypost.mail.address.Address;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of reports that were received.
final class ReturnedStore {
    private static final String NOBODY = "";

    /// Says whether it is the first of its kind about that recipient of that email. Waits for a transaction
    /// that is writing the same.
    boolean insert(Transaction tx, Returned report) {
        return tx.handle()
                        .createUpdate("""
                                insert into returned_reports (email_id, recipient, kind, team_id, meaning, status,
                                                              diagnostic, remote_mta, received_at)
                                values (:email, :recipient, :kind, :team, :meaning, :status, :diagnostic, :remote, :at)
                                on conflict do nothing""")
                        .bind("email", report.email().value())
                        .bind(
                                "recipient",
                                report.recipient() == null
                                        ? NOBODY
                                        : report.recipient().toString())
                        .bind("kind", report.kind().column())
                        .bind("team", report.team().value())
                        .bind(
                                "meaning",
                                report.meaning() == null
                                        ? null
                                        : report.meaning().column())
                        .bind("status", report.status())
                        .bind("diagnostic", report.diagnostic())
                        .bind("remote", report.remoteMta())
                        .bind("at", report.at())
                        .execute()
                == 1;
    }

    List<Returned> of(Transaction tx, TeamId team, Collection<UUID> emails) {
        return tx.handle()
                .createQuery("""
                        select email_id, recipient, kind, team_id, meaning, status, diagnostic, remote_mta, received_at
                          from returned_reports where email_id = any(:emails) and team_id = :team""")
                .bindArray("emails", UUID.class, emails.toArray())
                .bind("team", team.value())
                .map((row, _) -> read(row))
                .list();
    }

    /// Forgets the oldest that were received before a time; returns how many.
    int forget(Transaction tx, Instant before, int most) {
        return tx.handle()
                .createUpdate("""
                        delete from returned_reports
                         where ctid = any(array(select ctid from returned_reports where received_at < :before
                                                 order by received_at limit :most for update skip locked))""")
                .bind("before", before)
                .bind("most", most)
                .execute();
    }

    private static Returned read(ResultSet row) throws SQLException {
        String meaning = row.getString("meaning");
        return new Returned(
                new TeamId(row.getObject("team_id", UUID.class)),
                new EmailId(row.getObject("email_id", UUID.class)),
                recipient(row.getString("recipient")),
                Returned.Kind.fromColumn(row.getString("kind")),
                meaning == null ? null : ReturnMeaning.fromColumn(meaning),
                row.getString("status"),
                row.getString("diagnostic"),
                row.getString("remote_mta"),
                row.getTimestamp("received_at").toInstant());
    }

    private static @Nullable Address recipient(String text) {
        return text.equals(NOBODY) ? null : Address.parse(text);
    }
}
