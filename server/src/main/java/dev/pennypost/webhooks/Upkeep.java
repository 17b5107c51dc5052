package dev.pennypost.webhooks;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// What follows when endpoints change, off the way of deliveries: messages of disabled endpoints are given up,
/// teams are written to, old secrets are forgotten.
final class Upkeep implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int BATCH = 1000;
    private static final int NOTICES = 20;

    private final Database database;
    private final MessageDays days;
    private final Notices notices;
    private final InstantSource clock;
    private final WebhookStore webhooks = new WebhookStore();
    private final MessageQueue queue = new MessageQueue();
    private final Loop loop = Loop.named("webhook-upkeep", EVERY, this::round);

    Upkeep(Database database, MessageDays days, Notices notices, InstantSource clock) {
        this.database = database;
        this.days = days;
        this.notices = notices;
        this.clock = clock;
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

    private boolean round() {
        Instant now = clock.instant();
        int givenUp = database.inTransaction(tx -> queue.giveUpForDisabled(tx, days.since(), now, BATCH));
        database.useTransaction(tx -> webhooks.forgetSecrets(tx, now));
        // sent between two transactions, and again by whoever comes after a crash: a notice has a key
        var due = database.inTransaction(tx -> webhooks.noticesDue(tx, NOTICES));
        for (WebhookDisabled event : due) {
            notices.write(event);
            database.useTransaction(tx -> webhooks.noticed(tx, event));
        }
        return givenUp == BATCH || due.size() == NOTICES;
    }
}
