package dev.pennypost.webhooks;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.MessageStore.Look;
import dev.pennypost.webhooks.MessageStore.Replay;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/// Sends messages again, under the ids they had. A range is a row that says how far it has come, moved on in
/// the transaction that queues the messages: after a crash the rest follows, and nothing twice.
final class Replays implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int BATCH = 1000;

    private final Database database;
    private final MessageDays days;
    private final InstantSource clock;
    private final Runnable wakeOthers;
    private final MessageStore store = new MessageStore();
    private UUID lastTurn = new UUID(0, 0);
    private final Loop loop = Loop.named("webhook-replays", EVERY, this::round);

    /// @param wakeOthers tells those who take messages that there are some
    Replays(Database database, MessageDays days, InstantSource clock, Runnable wakeOthers) {
        this.database = database;
        this.days = days;
        this.clock = clock;
        this.wakeOthers = wakeOthers;
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

    /// Queues one message again, or has it tried at once when it is queued.
    void one(Transaction tx, TeamId team, WebhookId webhook, UUID message) {
        Instant now = clock.instant();
        if (store.replay(tx, team.value(), webhook, List.of(message), now) == 0)
            store.hurry(tx, team, webhook, message, now);
        tx.afterCommit(() -> queued(message));
    }

    /// Begins a range; says how many messages it has. The same range again, while it is on its way, is one
    /// replay.
    long begin(Transaction tx, TeamId team, WebhookId webhook, ReplayRange range) {
        var already = store.underWay(tx, webhook, range);
        if (already.isPresent()) return already.get();
        Instant now = clock.instant();
        UUID last = Ids.lowest(now.plusMillis(1));
        long matched = store.count(tx, team, webhook, range, last);
        if (matched == 0) return 0;
        store.begin(tx, Ids.next(now), webhook, range, last, matched);
        tx.afterCommit(this::wake);
        return matched;
    }

    private boolean round() {
        return database.inTransaction(tx -> store.next(tx, lastTurn)
                .map(replay -> {
                    lastTurn = replay.id();
                    batch(tx, replay);
                    return true;
                })
                .orElse(false));
    }

    private void batch(Transaction tx, Replay replay) {
        if (!replay.enabled()) {
            store.advance(tx, replay.id(), null);
            return;
        }
        Look look = store.look(tx, replay, BATCH);
        store.advance(tx, replay.id(), look.position());
        if (look.matching().isEmpty()) return;
        store.replay(tx, replay.team(), replay.webhook(), look.matching(), clock.instant());
        tx.afterCommit(() -> queued(look.matching().getFirst()));
    }

    private void queued(UUID earliest) {
        days.reopen(earliest);
        wakeOthers.run();
    }
}
