package dev.pennypost.bench;

import dev.pennypost.storage.Database;
import java.util.Locale;

/// Adds to the emails that [StoredEmails] made what a team has beside them, in proportion: visits, webhook messages and
/// their attempts, the log of requests, suppressions, what waits in the queue, figures; and some hundreds of everything
/// that people make.
final class StoredTeam {
    /// Rows like the first, with other ids and fields, whatever columns the table has.
    private static final String COPIES = """
        insert into TABLE
        select copy.* from (select * from TABLE order by id limit 1) t, (SOURCE) as s (id, n),
               jsonb_populate_record(null::TABLE, to_jsonb(t) || jsonb_build_object('id', s.id, FIELDS)) as copy""";

    private static final String ANY_IDS = "select md5('TABLE' || n)::uuid, n from generate_series(1, COUNT) n";
    private static final String IDS_IN_TIME = "select id, row_number() over () from emails limit COUNT";

    private final Database database;

    StoredTeam(Database database) {
        this.database = database;
    }

    void fill(int emails) {
        long begin = System.nanoTime();
        StoredEmails.fill(database, emails);
        StoredEmails.openDays(database, "visits", "webhook_messages", "webhook_attempts", "request_logs", "audit_log");
        copies("domains", 500, ANY_IDS, "'name', 'd' || n || '.bench.test'");
        run("""
            insert into domain_records select copy.* from domains d, domain_records r,
                   jsonb_populate_record(null::domain_records, to_jsonb(r) || jsonb_build_object('domain_id', d.id)) copy
             where r.domain_id = (select id from domains where name = 'bench.test') and d.name <> 'bench.test'""");
        copies("api_keys", 300, ANY_IDS, "'name', 'key ' || n, 'token_hash', '\\x' || md5('key' || n)");
        copies("templates", 500, ANY_IDS, "'name', 'Template ' || n, 'alias', null");
        copies("topics", 300, ANY_IDS, "'name', 'Topic ' || n");
        copies("webhooks", 100, ANY_IDS, "'endpoint', 'https://bench.test/in' || n");
        copies("suppressions", emails / 40, IDS_IN_TIME, "'email', 'gone' || n || '@dest.test'");
        copies("audit_log", emails / 50, IDS_IN_TIME, "'subject_name', 'Subject ' || n");
        visits();
        messages();
        requests();
        queue();
        var figures = new StoredFigures(database, 3L * emails);
        figures.fill(
                Row.id(database, "select team_id from emails limit 1"),
                Row.id(database, "select domain_id from emails limit 1"));
        run("analyze");
        System.out.printf(Locale.ROOT, "stored in %.0f s%n", (System.nanoTime() - begin) / 1e9);
    }

    private void copies(String table, int count, String ids, String fields) {
        run(COPIES.replace("SOURCE", ids)
                .replace("TABLE", table)
                .replace("COUNT", Integer.toString(count))
                .replace("FIELDS", fields));
    }

    private void visits() {
        run("""
            insert into visits (email_id, id, team_id, position, kind, link, is_first, ip_address, user_agent, at)
            select id, id, team_id, 0, 'open', null, true, '192.0.2.1', 'Mozilla/5.0', created_at
              from emails where last_event = 'opened'""");
    }

    /// A message for each email, one in fifty of them failed.
    private void messages() {
        run("""
            insert into webhook_messages (id, webhook_id, team_id, type, payload, created_at, status, attempts)
            select e.id, w.id, w.team_id, 'email.delivered', '{"type":"email.delivered"}', e.created_at,
                   case when e.last_event = 'bounced' then 'failed' else 'success' end, 1
              from emails e, webhooks w where w.endpoint = 'https://bench.test/in'""");
        run("""
            insert into webhook_attempts (message_id, id, http_status_code, response, sent_at, duration_ms)
            select id, id, 200, 'ok', created_at, 12 from webhook_messages""");
    }

    private void requests() {
        run("""
            insert into request_logs (team_id, id, key_id, created_at, method, endpoint, status, user_agent)
            select e.team_id, e.id, k.id, e.created_at, 'POST', '/emails', 200, 'bench'
              from emails e, (select * from api_keys order by created_at, id limit 1) k
             where not exists (select 1 from request_logs l where l.team_id = e.team_id and l.id = e.id)""");
    }

    /// One in a hundred waits for its next attempt.
    private void queue() {
        run("""
            update deliveries set state = 'deferred', due = now() + interval '1 day', settled_at = null
             where email_id in (select id from emails where last_event = 'delivered' and subject like '%7' and random() < 0.1)""");
    }

    private void run(String sql) {
        database.useTransaction(tx -> {
            tx.handle().execute("set local synchronous_commit = off");
            tx.handle().execute(sql);
        });
    }
}
