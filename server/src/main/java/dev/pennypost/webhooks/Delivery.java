package dev.pennypost.webhooks;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Actor;
import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.webhooks.MessageQueue.Lease;
import dev.pennypost.webhooks.MessageQueue.Settlement;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings messages to their endpoints. One loop leases what is due and settles what is done, each in a short
/// transaction; between the two attempts run on virtual threads, one after another where several messages of an
/// endpoint were leased. A crash between an
/// endpoint's answer and the settlement sends the message again, under the same id: customers are told to
/// expect that.
final class Delivery implements AutoCloseable {
    private static final Actor UPKEEP = new Actor.Ourselves("webhook upkeep");
    private static final int BATCH = 500;
    private static final Duration EVERY = Duration.ofSeconds(1);
    /// How much longer than its attempt a lease lasts.
    private static final Duration SLACK = Duration.ofMinutes(2);
    /// For how long of that a message may wait for those before it.
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /// While others follow anyway, so many are settled at once.
    private static final int STRIDE = 100;

    private final Database database;
    private final MessageDays days;
    private final Sender sender;
    private final RetrySchedule schedule;
    private final Health health;
    private final Ordering ordering;
    private final Consumer<WebhookDisabled> disabled;
    private final Duration leaseTime;
    private final String node;
    private final InstantSource clock;
    private final Consumer<Attempt> settled;
    private final MessageQueue queue = new MessageQueue();
    private final ExecutorService attempts = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook-", 0).factory());
    private final Lanes lanes = new Lanes();
    private final ConcurrentLinkedQueue<Attempt> done = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unseen = new AtomicInteger();
    private final Loop loop = Loop.named("webhooks", EVERY, this::round);
    private volatile boolean stopping;

    // What only the loop touches.
    private final List<Attempt> unsettled = new ArrayList<>();
    private final List<Dispatch> unsent = new ArrayList<>();
    private final Places places = new Places();

    /// @param disabled hears of every endpoint that was disabled
    /// @param settled hears of every attempt once it is settled
    Delivery(
            Database database,
            MessageDays days,
            Sender sender,
            RetrySchedule schedule,
            Health health,
            Consumer<WebhookDisabled> disabled,
            Duration timeout,
            Surroundings surroundings,
            Consumer<Attempt> settled) {
        this.database = database;
        this.days = days;
        this.sender = sender;
        this.schedule = schedule;
        this.health = health;
        this.ordering = new Ordering(database, surroundings.clock(), this::wake);
        this.disabled = disabled;
        this.leaseTime = timeout.plus(SLACK);
        this.node = surroundings.node();
        this.clock = surroundings.clock();
        this.settled = settled;
    }

    /// Takes back what this node held when it last stopped, and starts.
    void start() {
        database.useTransaction(tx -> queue.release(tx, node, clock.instant()));
        loop.start();
        ordering.start();
    }

    void wake() {
        loop.wake();
    }

    /// Tells that messages in order arrived.
    void wakeOrdering() {
        ordering.wake();
    }

    /// Breaks off the attempts in progress and gives their messages back.
    @Override
    public void close() {
        stopping = true;
        ordering.close();
        loop.close();
        attempts.shutdownNow();
        try {
            if (!attempts.awaitTermination(5, TimeUnit.SECONDS)) return; // their leases will end
            settle();
            database.useTransaction(tx -> queue.release(tx, node, clock.instant()));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean round() {
        settle();
        giveBack();
        int most = Math.min(BATCH, places.free());
        if (most == 0) return false;
        List<Dispatch> taken = database.inTransaction(
                tx -> queue.take(tx, lease(), days.since(), places.freeOf(), Places.USUAL, most));
        taken.forEach(this::dispatch);
        return taken.size() == most;
    }

    private Lease lease() {
        Instant now = clock.instant();
        return new Lease(node, now, now.plus(leaseTime));
    }

    private void dispatch(Dispatch dispatch) {
        places.take(dispatch.webhook());
        if (lanes.enter(
                dispatch, places.mostOf(dispatch.webhook()), clock.instant().plus(PATIENCE)))
            attempts.execute(() -> attemptAll(dispatch));
    }

    private void attemptAll(Dispatch first) {
        for (Dispatch next = first; next != null; ) next = stopping ? null : attempt(next);
    }

    /// Says what comes next.
    private @Nullable Dispatch attempt(Dispatch dispatch) {
        Attempt attempt = sender.attempt(dispatch);
        // an attempt that was broken off says nothing about the endpoint
        if (stopping && !attempt.succeeded()) return null;
        done.add(attempt);
        Dispatch next = lanes.next(dispatch.webhook(), attempt.succeeded(), clock.instant());
        if (unseen.incrementAndGet() >= STRIDE || next == null) loop.wake();
        return next;
    }

    /// Gives back what is not sent any more for now.
    private void giveBack() {
        for (Dispatch dispatch : lanes.turnedAway()) unsent.add(dispatch);
        if (unsent.isEmpty()) return;
        var ids = unsent.stream().map(Dispatch::message).toList();
        database.useTransaction(tx -> queue.giveBack(tx, node, ids, clock.instant()));
        for (Dispatch dispatch : unsent) places.giveBackUnsent(dispatch.webhook());
        unsent.clear();
    }

    /// Settles whatever is done. When that fails the attempts are kept for the next round, because to forget
    /// them would send their messages again.
    private void settle() {
        unseen.set(0);
        for (Attempt attempt = done.poll(); attempt != null; attempt = done.poll()) unsettled.add(attempt);
        if (unsettled.isEmpty()) return;
        List<WebhookDisabled> given =
                Acting.as(UPKEEP, () -> database.inTransaction(tx -> settle(tx, clock.instant())));
        given.forEach(disabled);
        for (Attempt attempt : unsettled) {
            places.giveBack(attempt);
            settled.accept(attempt);
        }
        unsettled.clear();
        places.forgetBefore(clock.instant());
    }

    /// Endpoints first and messages second, as everybody locks them. Says which endpoints were disabled.
    private List<WebhookDisabled> settle(Transaction tx, Instant now) {
        List<WebhookDisabled> given = health.note(tx, unsettled, now);
        List<Settlement> settlements = unsettled.stream().map(this::settlement).toList();
        Set<UUID> ours = queue.settle(tx, node, settlements);
        ordering.settled(
                tx,
                settlements.stream()
                        .filter(settlement -> ours.contains(settlement.message()))
                        .toList(),
                now);
        return given;
    }

    private Settlement settlement(Attempt attempt) {
        if (attempt.succeeded()) return new Settlement(attempt, MessageStatus.SUCCESS, null);
        return schedule.afterFailures(attempt.dispatch().failures() + 1)
                .map(wait -> new Settlement(
                        attempt, MessageStatus.ATTEMPTING, clock.instant().plus(wait)))
                .orElseGet(() -> new Settlement(attempt, MessageStatus.FAILED, null));
    }
}
