package dev.pennypost.webhooks;

import dev.pennypost.storage.Transaction;
import dev.pennypost.webhooks.MessageQueue.NewMessage;
import dev.pennypost.webhooks.MessageQueue.Place;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The SQL of messages that leave one after another. What is said about one endpoint's order is said while its
/// row is locked, and by looking at every day: nodes may differ by a minute in which days they think have
/// something that waits.
final class OrderStore {
    /// Messages of one endpoint that come before nothing unsettled, and none of whose team's earlier events is
    /// still in the outbox, are due now; those that come after something stay held, for whoever settles that.
    /// An event that could not be handled (`attempts`) holds nobody up.
    private static final String ADMIT = """
            with ready as (
                delete from webhook_arrivals
                 where message_id = any(array(
                       select message_id from webhook_arrivals
                        where webhook_id = :webhook
                          and event_id < coalesce(
                              (select o.id from outbox o
                                where o.team_id = (select team_id from webhooks where id = :webhook) and o.attempts = 0
                                  and o.id < (select event_id from webhook_arrivals where webhook_id = :webhook
                                               order by event_id desc limit 1)
                                order by o.id limit 1),
                              'ffffffff-ffff-ffff-ffff-ffffffffffff')
                        order by event_id limit :most))
                returning message_id, about, event_id
            ), admitted as (
                update webhook_messages m set due = :now
                  from ready r
                 where m.id = r.message_id and m.due = 'infinity'
                   and not exists (
                       select from webhook_messages e
                        where e.webhook_id = :webhook and e.about = r.about and e.due is not null
                          and e.event_id < r.event_id)
                returning m.id
            )
            select (select count(*) from ready) as ready, (select count(*) from admitted) as admitted""";

    /// What comes next after something was settled, unless nobody has looked at it yet.
    private static final String PROMOTE = """
            update webhook_messages m set due = :now
             where m.id = (select n.id from webhook_messages n
                            where n.webhook_id = :webhook and n.about = :about and n.due is not null
                            order by n.event_id limit 1)
               and m.due = 'infinity'
               and not exists (select from webhook_arrivals a where a.message_id = m.id)""";

    void arrive(Transaction tx, List<NewMessage> messages) {
        try (var insert = tx.connection()
                .prepareStatement("insert into webhook_arrivals (message_id, webhook_id, about, event_id)"
                        + " values (?, ?, ?, ?)")) {
            for (NewMessage message : messages) {
                Place place = message.place();
                if (place == null || message.keptOnly()) continue;
                insert.setObject(1, message.id());
                insert.setObject(2, message.webhook().value());
                insert.setObject(3, place.about());
                insert.setObject(4, place.event());
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot write arrivals of webhook messages", broken);
        }
    }

    /// Has everything that an endpoint holds looked at anew.
    void rearrive(Transaction tx, WebhookId webhook) {
        tx.handle().createUpdate("""
                        insert into webhook_arrivals (message_id, webhook_id, about, event_id)
                        select id, webhook_id, about, event_id from webhook_messages
                         where webhook_id = :webhook and about is not null and due = 'infinity'
                        on conflict do nothing""").bind("webhook", webhook.value()).execute();
    }

    List<WebhookId> waitedFor(Transaction tx) {
        return tx.handle()
                .createQuery("select distinct webhook_id from webhook_arrivals")
                .mapTo(UUID.class)
                .map(WebhookId::new)
                .list();
    }

    /// Has others wait that look at the order of this endpoint.
    void lock(Transaction tx, WebhookId webhook) {
        tx.handle()
                .createQuery("select 1 from webhooks where id = :id for no key update")
                .bind("id", webhook.value())
                .mapTo(Integer.class)
                .findOne();
    }

    Admission admit(Transaction tx, WebhookId webhook, Instant now, int most) {
        return tx.handle()
                .createQuery(ADMIT)
                .bind("webhook", webhook.value())
                .bind("now", now)
                .bind("most", most)
                .map((row, _) -> new Admission(row.getInt("ready"), row.getInt("admitted")))
                .one();
    }

    void promote(Transaction tx, WebhookId webhook, UUID about, Instant now) {
        tx.handle()
                .createUpdate(PROMOTE)
                .bind("webhook", webhook.value())
                .bind("about", about)
                .bind("now", now)
                .execute();
    }

    /// How many arrivals were looked at, and how many of them are due now.
    record Admission(int ready, int admitted) {}
}
