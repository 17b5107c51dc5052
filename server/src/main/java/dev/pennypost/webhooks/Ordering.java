package dev.pennypost.webhooks;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.webhooks.MessageQueue.Settlement;
import dev.pennypost.webhooks.OrderStore.Admission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/// Has messages about one thing leave one after another, for endpoints that want that. Such a message enters
/// the queue held, with a note that it arrived. A loop looks at the notes of one endpoint after another, on one
/// node at a time: what comes after nothing unsettled is due at once, the rest when what goes before is
/// settled. Order is that of the events as they were published; nodes whose clocks differ may swap events that
/// happened within that difference.
final class Ordering implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int BATCH = 500;

    private final Database database;
    private final InstantSource clock;
    private final Runnable wakeDelivery;
    private final OrderStore store = new OrderStore();
    private final Loop loop = Loop.named("webhook-order", EVERY, this::round);

    Ordering(Database database, InstantSource clock, Runnable wakeDelivery) {
        this.database = database;
        this.clock = clock;
        this.wakeDelivery = wakeDelivery;
    }

    void start() {
        loop.start();
    }

    void wake() {
        loop.wake();
    }

    @Override
    public void close() {
        loop.close();
    }

    /// Lets what comes next leave. The endpoints' rows are locked already.
    void settled(Transaction tx, List<Settlement> settlements, Instant now) {
        record Key(WebhookId webhook, UUID about) {}
        var done = new HashSet<Key>();
        for (Settlement settlement : settlements) {
            Dispatch dispatch = settlement.attempt().dispatch();
            if (settlement.due() == null && dispatch.about() != null)
                done.add(new Key(dispatch.webhook(), dispatch.about()));
        }
        for (Key key : done) store.promote(tx, key.webhook(), key.about(), now);
    }

    private boolean round() {
        boolean more = false;
        int admitted = 0;
        for (WebhookId webhook : database.inTransaction(store::waitedFor)) {
            Admission admission = database.inTransaction(tx -> admit(tx, webhook));
            more |= admission.ready() == BATCH;
            admitted += admission.admitted();
        }
        if (admitted > 0) wakeDelivery.run();
        return more;
    }

    private Admission admit(Transaction tx, WebhookId webhook) {
        store.lock(tx, webhook);
        return store.admit(tx, webhook, clock.instant(), BATCH);
    }
}
