package dev.pennypost.bench;

import dev.pennypost.config.Secret;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Storage;
import dev.pennypost.storage.StorageConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/// Fills the database of a running server with emails of the last thirty days, as copies of one that was accepted
/// before: most were delivered, a fifth opened, two in a hundred have bounced. Prints the id of one in the middle.
///
/// Arguments: data directory, emails.
final class StoredEmails {
    private static final int CHUNK = 200_000;
    private static final int DAYS = 30;

    private StoredEmails() {}

    public static void main(String[] args) {
        int count = Integer.parseInt(args[1]);
        try (var database = attach(Path.of(args[0]))) {
            fill(database, count);
            System.out.println(middle(database));
        }
    }

    /// Adds so many.
    static void fill(Database database, int count) {
        openDays(database, "attempts");
        for (int from = 0; from < count; from += CHUNK) fill(database, from, Math.min(from + CHUNK, count), count);
        database.useTransaction(tx -> tx.handle().execute("analyze emails, email_contents, deliveries, attempts"));
    }

    /// Has tables whose rows lie in days take those of the last thirty.
    static void openDays(Database database, String... tables) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (String table : tables)
            for (int ago = 0; ago <= DAYS + 1; ago++) {
                LocalDate day = today.minusDays(ago);
                database.useTransaction(tx -> new DayPartitions(table, "").open(tx, day));
            }
    }

    static Database attach(Path data) {
        return Storage.attach(new StorageConfig("", "", new Secret(""), 2), data, InstantSource.system())
                .orElseThrow(() -> new IllegalStateException("no server runs on " + data));
    }

    private static void fill(Database database, int from, int to, int count) {
        database.useTransaction(tx -> {
            tx.handle().execute("set local synchronous_commit = off");
            // ids of RFC 9562 §5.7, in the order of their times
            tx.handle()
                    .createUpdate("""
                            create temp table filling on commit drop as
                            select n, at, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
                                           || lpad(to_hex(n % 4096), 3, '0') || '8'
                                           || substr(md5(n::text), 1, 15))::uuid as id
                              from (select n, now() - interval '30 days' * ((:count - n)::float8 / :count)
                                              - interval '1 hour' as at
                                      from generate_series(:from, :to - 1) n) as times""")
                    .bind("from", from)
                    .bind("to", to)
                    .bind("count", count)
                    .execute();
            tx.handle().execute("""
                insert into emails (team_id, id, domain_id, sender, recipients, cc, bcc, reply_to, subject,
                                    message_id, last_event, created_at)
                select e.team_id, f.id, e.domain_id, e.sender, array['ada' || f.n % 10000 || '@dest.test'], e.cc,
                       e.bcc, e.reply_to, e.subject || ' ' || f.n, '<' || f.id || '@bench.test>',
                       case when f.n % 5 = 0 then 'opened' when f.n % 50 = 1 then 'bounced' else 'delivered' end,
                       f.at
                  from filling f, (select * from emails limit 1) e""");
            tx.handle().execute("""
                            insert into email_contents (email_id, team_id, html, body)
                            select f.id, c.team_id, c.html, c.body from filling f, (select * from email_contents limit 1) c""");
            tx.handle().execute("""
                insert into deliveries (email_id, position, team_id, domain_id, recipient, reverse_path, tls,
                                        state, due, attempts, created_at, settled_at)
                select f.id, 0, e.team_id, e.domain_id, 'ada' || f.n % 10000 || '@dest.test',
                       'bounces+' || f.id || '@send.bench.test', 'opportunistic',
                       case when f.n % 50 = 1 then 'bounced' else 'delivered' end, f.at, 1, f.at, f.at
                  from filling f, (select * from emails limit 1) e""");
            tx.handle().execute("""
                            insert into attempts (email_id, position, number, team_id, started_at, duration_ms, host,
                                                  address, tls, outcome, reason, reply, conversation)
                            select f.id, 0, 1, e.team_id, f.at, 12, 'mx.dest.test', '192.0.2.1', 'TLSv1.3', 'delivered',
                                   'accepted', '250 2.0.0 Ok', '[]'
                              from filling f, (select * from emails limit 1) e""");
        });
    }

    /// Emails of one broadcast that were delivered just now, as copies of one that was accepted before; without their
    /// content, as who opens them asks for none.
    static List<UUID> broadcast(Database database, int recipients) {
        return database.inTransaction(tx -> {
            tx.handle().createUpdate("""
                            create temp table sending on commit drop as
                            select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7'
                                    || lpad(to_hex(n % 4096), 3, '0') || '8' || substr(md5('b' || n), 1, 15))::uuid as id
                              from generate_series(1, :recipients) n""").bind("recipients", recipients).execute();
            tx.handle().execute("""
                            insert into emails (team_id, id, domain_id, sender, recipients, cc, bcc, reply_to, subject,
                                                message_id, last_event, created_at)
                            select e.team_id, s.id, e.domain_id, e.sender, e.recipients, e.cc, e.bcc, e.reply_to, e.subject,
                                   '<' || s.id || '@bench.test>', 'delivered', now()
                              from sending s, (select * from emails limit 1) e""");
            tx.handle().execute("""
                            insert into deliveries (email_id, position, team_id, domain_id, recipient, reverse_path, tls,
                                                    state, due, attempts, created_at, settled_at)
                            select s.id, 0, e.team_id, e.domain_id, 'ada@dest.test', 'bounces+' || s.id || '@send.bench.test',
                                   'opportunistic', 'delivered', now(), 1, now(), now()
                              from sending s, (select * from emails limit 1) e""");
            return tx.handle()
                    .createQuery("select id from sending")
                    .mapTo(UUID.class)
                    .list();
        });
    }

    static UUID middle(Database database) {
        return database.inTransaction(
                tx -> tx.handle().createQuery("""
                        select id from emails where created_at < now() - interval '15 days' and team_id = (
                               select team_id from emails limit 1) order by id desc limit 1""").mapTo(UUID.class).one());
    }
}
