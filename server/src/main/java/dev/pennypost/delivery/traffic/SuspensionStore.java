package dev.pennypost.delivery.traffic;

import dev.pennypost.delivery.traffic.Throttle.Suspension;
import dev.pennypost.storage.Transaction;
import java.time.Instant;
import java.util.List;

/// The SQL of suspensions: what one node learnt of a site holds for all of them, and after a restart.
final class SuspensionStore {
    record Row(String site, String source, Suspension suspension) {}

    void write(Transaction tx, Row row) {
        tx.handle()
                .createUpdate("""
                        insert into site_suspensions (site, source, until, why) values (:site, :source, :until, :why)
                        on conflict (site, source) do update set until = excluded.until, why = excluded.why
                         where site_suspensions.until < excluded.until""")
                .bind("site", row.site())
                .bind("source", row.source())
                .bind("until", row.suspension().until())
                .bind("why", row.suspension().why())
                .execute();
    }

    List<Row> read(Transaction tx, Instant now) {
        return tx.handle()
                .createQuery("select site, source, until, why from site_suspensions where until > :now")
                .bind("now", now)
                .map((row, _) -> new Row(
                        row.getString("site"),
                        row.getString("source"),
                        new Suspension(row.getTimestamp("until").toInstant(), row.getString("why"))))
                .list();
    }

    /// Ends the suspensions of a site. Other nodes hear of it as it is no longer there.
    void end(Transaction tx, String site) {
        tx.handle()
                .createUpdate("delete from site_suspensions where site = :site")
                .bind("site", site)
                .execute();
    }

    void forget(Transaction tx, Instant now) {
        tx.handle()
                .createUpdate("delete from site_suspensions where until <= :now")
                .bind("now", now)
                .execute();
    }
}
