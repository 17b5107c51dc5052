package dev.pennypost.emails;

import dev.pennypost.domains.DomainId;
import dev.pennypost.keys.KeyId;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The SQL of emails that wait for their time or their files: each has a row as long as it waits.
final class ScheduleStore {
    /// An email whose time has come, and the key that asked for it.
    record Due(EmailId email, TeamId team, KeyId key, Instant time) {}

    void insert(Transaction tx, List<Accepting> batch) {
        if (batch.stream().noneMatch(Accepting::waits)) return;
        var insert = tx.handle().prepareBatch("""
                insert into scheduled_emails (email_id, team_id, domain_id, key_id, scheduled_at, asked, awaits_files)
                values (:email, :team, :domain, :key, :time, :asked, :files)""");
        batch.stream()
                .filter(Accepting::waits)
                .forEach(one -> insert.bind("email", one.email().id().value())
                        .bind("team", one.email().team().value())
                        .bind("domain", one.email().domain().value())
                        .bind("key", one.askedBy().value())
                        .bind("time", one.email().date())
                        .bind("asked", one.isScheduled())
                        .bind("files", !one.remoteFiles().isEmpty())
                        .add());
        insert.execute();
    }

    /// Emails of every team whose time has come, earliest first.
    List<Due> due(Transaction tx, Instant now, int atMost) {
        return tx.handle()
                .createQuery("""
                        select email_id, team_id, key_id, scheduled_at from scheduled_emails
                         where not awaits_files and scheduled_at <= :now order by scheduled_at, email_id limit :limit""")
                .bind("now", now)
                .bind("limit", atMost)
                .map((row, _) -> new Due(
                        new EmailId(row.getObject("email_id", UUID.class)),
                        new TeamId(row.getObject("team_id", UUID.class)),
                        new KeyId(row.getObject("key_id", UUID.class)),
                        row.getTimestamp("scheduled_at").toInstant()))
                .list();
    }

    /// Ends the waiting of those that still wait for this time; whoever else is at one of them keeps it.
    List<EmailId> take(Transaction tx, List<Due> due) {
        return tx.handle()
                .createQuery("""
                        delete from scheduled_emails
                         where email_id in (
                               select s.email_id from scheduled_emails s
                                 join unnest(:ids, :times) as d (id, time) on s.email_id = d.id and s.scheduled_at = d.time
                                  for update of s skip locked)
                        returning email_id""")
                .bindArray("ids", UUID.class, (Object[])
                        due.stream().map(one -> one.email().value()).toArray(UUID[]::new))
                .bindArray("times", Instant.class, (Object[])
                        due.stream().map(Due::time).toArray(Instant[]::new))
                .map((row, _) -> new EmailId(row.getObject("email_id", UUID.class)))
                .list();
    }

    /// Gives an email that waits another time; false when it does not wait.
    boolean reschedule(Transaction tx, TeamId team, EmailId id, Instant time) {
        return tx.handle()
                        .createUpdate("""
                                update scheduled_emails set scheduled_at = :time
                                 where team_id = :team and email_id = :id and asked""")
                        .bind("time", time)
                        .bind("team", team.value())
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /// Ends the waiting of an email that will not leave; false when it does not wait.
    boolean cancel(Transaction tx, TeamId team, EmailId id) {
        return tx.handle()
                        .createUpdate("""
                                delete from scheduled_emails where team_id = :team and email_id = :id and asked""")
                        .bind("team", team.value())
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    boolean hasAny(Transaction tx, TeamId team, DomainId domain) {
        return tx.handle()
                .createQuery("select 1 from scheduled_emails where team_id = :team and domain_id = :domain limit 1")
                .bind("team", team.value())
                .bind("domain", domain.value())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }
}
