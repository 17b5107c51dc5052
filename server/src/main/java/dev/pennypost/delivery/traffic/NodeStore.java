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

    /// The nodes seen since then, by name.
    List<String> seen(Transaction tx, Instant since) {
        return tx.handle()
                .createQuery("select node from nodes where seen_at >= :since order by node")
                .bind("since", since)
                .mapTo(String.class)
                .list();
    }
}
