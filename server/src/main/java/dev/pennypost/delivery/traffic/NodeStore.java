package dev.pennypost.delivery.traffic;

import dev.pennypost.storage.Transaction;
import java.time.Instant;
import java.util.List;

/// The SQL of the nodes that deliver.
final class NodeStore {
    void beat(Transaction tx, String node, Instant now) {
        tx.handle().createUpdate("""
                        insert into nodes (node, started_at, seen_at) values (:node, :now, :now)
                        on conflict (node) do update set seen_at = excluded.seen_at""").bind("node", node).bind("now", now).execute();
    }

    void leave(Transaction tx, String node) {
        tx.handle()
                .createUpdate("delete from nodes where node = :node")
                .bind("node", node)
                .execute();
    }

    /// Forgets the others that were not seen since then, and returns them. One caller gets them.
    List<String> bury(Transaction tx, String self, Instant before) {
        return tx.handle()
                .createQuery("""
                        with dead as (
                            select node from nodes where seen_at < :before and node <> :self for update skip locked)
                        delete from nodes n using dead where n.node = dead.node returning n.node""")
                .bind("before", before)
                .bind("self", self)
                .mapTo(String.class)
                .list();
    }

    /// The nodes seen since then, by name.
    List<String> seen(Transaction tx, Instant since) {
        return tx.handle()
                .createQuery("select node from nodes where seen_at >= :since order by node")
                .bind("since", since)
                .mapTo(String.class)
                .list();
    }
}
