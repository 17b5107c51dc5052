package dev.pennypost.emails;

import dev.pennypost.emails.files.RemoteFile;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The SQL of files that emails wait for: each has a row until it is there.
final class AwaitedFileStore {
    /// A file that is to be fetched.
    ///
    /// @param tries how often that was tried before
    record Awaited(TeamId team, EmailId email, RemoteFile file, int tries) {}

    void insert(Transaction tx, List<Accepting> batch) {
        if (batch.stream().allMatch(one -> one.remoteFiles().isEmpty())) return;
        var insert = tx.handle().prepareBatch("""
                insert into awaited_files (email_id, position, team_id, url, filename, content_type, content_id, next_at)
                values (:email, :position, :team, :url, :filename, :type, :id, :now)""");
        for (Accepting one : batch)
            for (RemoteFile file : one.remoteFiles())
                insert.bind("email", one.email().id().value())
                        .bind("position", file.position())
                        .bind("team", one.email().team().value())
                        .bind("url", file.url().toString())
                        .bind("filename", file.filename())
                        .bind("type", file.contentType())
                        .bind("id", file.contentId())
                        .bind("now", one.email().createdAt())
                        .add();
        insert.execute();
    }

    /// Takes files whose time has come, of all teams, at most `each` of one team. Nobody else takes them before
    /// `until`, so that those of a process that dies are not lost.
    List<Awaited> take(Transaction tx, Instant now, Instant until, int each, int atMost) {
        return tx.handle()
                .createQuery("""
                        with due as (
                            select email_id, position, next_at,
                                   row_number() over (partition by team_id order by next_at) as nth
                              from awaited_files where next_at <= :now),
                        mine as (
                            select f.email_id, f.position from awaited_files f
                              join due d on d.email_id = f.email_id and d.position = f.position
                             where d.nth <= :each and f.next_at <= :now
                             order by f.next_at limit :limit for update of f skip locked)
                        update awaited_files f set next_at = :until, tries = tries + 1
                          from mine where mine.email_id = f.email_id and mine.position = f.position
                        returning f.email_id, f.position, team_id, url, filename, content_type, content_id, tries""")
                .bind("now", now)
                .bind("until", until)
                .bind("each", each)
                .bind("limit", atMost)
                .map((row, _) -> read(row))
                .list();
    }

    private static Awaited read(ResultSet row) throws SQLException {
        return new Awaited(
                new TeamId(row.getObject("team_id", UUID.class)),
                new EmailId(row.getObject("email_id", UUID.class)),
                new RemoteFile(
                        row.getInt("position"),
                        URI.create(row.getString("url")),
                        row.getString("filename"),
                        row.getString("content_type"),
                        row.getString("content_id")),
                row.getInt("tries") - 1);
    }

    /// Has a file fetched again later.
    void again(Transaction tx, Awaited awaited, Instant at) {
        tx.handle()
                .createUpdate("""
                        update awaited_files set next_at = :at
                         where team_id = :team and email_id = :email and position = :position""")
                .bind("at", at)
                .bind("team", awaited.team().value())
                .bind("email", awaited.email().value())
                .bind("position", awaited.file().position())
                .execute();
    }

    /// Keeps an email that waits from leaving or being canceled until the transaction ends; false when it does not wait
    /// anymore.
    boolean hold(Transaction tx, Awaited awaited) {
        return tx.handle()
                .createQuery("""
                        select 1 from scheduled_emails
                         where team_id = :team and email_id = :email and awaits_files for update""")
                .bind("team", awaited.team().value())
                .bind("email", awaited.email().value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /// Ends the waiting for a file; false when nobody waits for it anymore.
    boolean remove(Transaction tx, Awaited awaited) {
        return tx.handle()
                        .createUpdate("""
                                delete from awaited_files
                                 where team_id = :team and email_id = :email and position = :position""")
                        .bind("team", awaited.team().value())
                        .bind("email", awaited.email().value())
                        .bind("position", awaited.file().position())
                        .execute()
                == 1;
    }

    /// Ends the waiting for every file of an email.
    void removeAll(Transaction tx, TeamId team, EmailId email) {
        tx.handle()
                .createUpdate("delete from awaited_files where team_id = :team and email_id = :email")
                .bind("team", team.value())
                .bind("email", email.value())
                .execute();
    }

    void store(Transaction tx, Awaited awaited, Attachment file, Instant now) {
        tx.handle()
                .createUpdate("""
                        insert into attachments (email_id, position, team_id, id, filename, content_type, content_id,
                                                 content)
                        values (:email, :position, :team, :id, :filename, :type, :contentId, :content)""")
                .bind("email", awaited.email().value())
                .bind("position", awaited.file().position())
                .bind("team", awaited.team().value())
                .bind("id", Ids.next(now))
                .bind("filename", file.filename())
                .bind("type", file.contentType())
                .bind("contentId", file.contentId())
                .bind("content", file.content())
                .execute();
    }

    /// What an email consists of so far.
    ///
    /// @param bodies their characters
    /// @param files their octets
    record Sizes(long bodies, long files) {}

    Sizes sizes(Transaction tx, TeamId team, EmailId email) {
        return tx.handle()
                .createQuery("""
                        select coalesce(length(html), 0) + coalesce(length(body), 0) as bodies,
                               (select coalesce(sum(octet_length(content)), 0) from attachments a
                                 where a.email_id = c.email_id and a.team_id = c.team_id) as files
                          from email_contents c where team_id = :team and email_id = :email""")
                .bind("team", team.value())
                .bind("email", email.value())
                .map((row, _) -> new Sizes(row.getLong("bodies"), row.getLong("files")))
                .one();
    }

    /// Lets an email leave once every file is there; says whether they are.
    boolean letLeaveWhenComplete(Transaction tx, TeamId team, EmailId email) {
        return tx.handle()
                        .createUpdate("""
                                update scheduled_emails set awaits_files = false
                                 where team_id = :team and email_id = :email
                                   and not exists (select 1 from awaited_files f where f.email_id = :email)""")
                        .bind("team", team.value())
                        .bind("email", email.value())
                        .execute()
                == 1;
    }

    /// Ends the waiting of an email that will not leave.
    void drop(Transaction tx, TeamId team, EmailId email) {
        tx.handle()
                .createUpdate("delete from scheduled_emails where team_id = :team and email_id = :email")
                .bind("team", team.value())
                .bind("email", email.value())
                .execute();
        removeAll(tx, team, email);
    }
}
