package dev.pennypost.delivery;

import dev.pennypost.jobs.Loop;
import dev.pennypost.metrics.Metric;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/// The queue. A delivery is a row from the transaction that accepts its email on; what has just been accepted goes to
/// a worker from memory, and the database is read back only for retries, overflow and restarts.
///
/// A delivery is leased while it is in memory. When this process dies, its next start releases what it held; when the
/// machine is gone, the lease ends by itself. Between the remote's `250` and the settlement lies the one moment in
/// which dying makes a duplicate.
public final class Deliveries implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());
    private static final int ROOM = 10_000;
    private static final int TAKE_AT_MOST = 1_000;
    /// Taking costs a transaction: with less room than this it waits for more.
    private static final int TAKE_AT_LEAST = 500;
    /// Longer than any attempt: RFC 5321 §4.5.3.2.6 alone allows ten minutes for the reply to the final dot.
    private static final Duration LEASE = Duration.ofMinutes(30);
    /// What has waited longer in memory goes back: an attempt begun later could outlast the lease.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Database database;
    private final LetterSource letters;
    private final SettlementListener listener;
    private final InstantSource clock;
    private final DeliveryStore store;
    private final Semaphore room = new Semaphore(ROOM);
    private final Dispatcher dispatcher;
    private final Settler settler;
    private final Loop due;

    /// @param node names this process over restarts; two running processes must not share it
    public Deliveries(
            Database database,
            String node,
            LetterSource letters,
            SettlementListener listener,
            Attempts attempts,
            MeterRegistry metrics,
            InstantSource clock) {
        this.database = database;
        this.letters = letters;
        this.listener = listener;
        this.clock = clock;
        this.store = new DeliveryStore(node, LEASE);
        this.settler = new Settler(database, store, listener, metrics, this::settled);
        this.dispatcher = new Dispatcher(attempts, settler::add, this::isStale, this::giveBack);
        Metric.DELIVERIES_IN_MEMORY.gauge(metrics, () -> ROOM - room.availablePermits());
        this.due = Loop.named("deliveries-due", Duration.ofSeconds(1), this::takeDue);
    }

    /// Takes back what an earlier run of this node held and begins to work.
    public void start() {
        database.useTransaction(tx -> store.releaseOwn(tx, clock.instant()));
        settler.start();
        due.start();
    }

    /// Puts deliveries into the queue, in the transaction that accepts their emails. While there is room in memory they
    /// go to a worker as soon as it has committed; else they wait in the database for their turn.
    public void enqueue(Transaction tx, List<Queued> accepted) {
        boolean inMemory = room.tryAcquire(accepted.size());
        if (inMemory) {
            tx.onRollback(() -> room.release(accepted.size()));
            tx.afterCommit(() -> accepted.forEach(dispatcher::dispatch));
        }
        store.insert(tx, accepted.stream().map(Queued::delivery).toList(), inMemory, clock.instant());
    }

    /// Puts deliveries into the queue whose letters are not in memory; the queue reads them back.
    public void enqueueLater(Transaction tx, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) return;
        store.insert(tx, deliveries, false, clock.instant());
        tx.afterCommit(due::wake);
    }

    /// Writes down deliveries that will not be attempted, because their recipients are suppressed.
    public void withhold(Transaction tx, List<Delivery> deliveries) {
        if (!deliveries.isEmpty()) store.insertSuppressed(tx, deliveries, clock.instant());
    }

    /// The same for deliveries whose recipients do not want them.
    public void fail(Transaction tx, List<Delivery> deliveries) {
        if (!deliveries.isEmpty()) store.insertFailed(tx, deliveries, clock.instant());
    }

    /// How far the deliveries of a team's emails have come.
    public List<Progress> progress(Transaction tx, TeamId team, Collection<UUID> emails) {
        return store.progress(tx, team, emails);
    }

    /// Finishes the attempts in progress, settles them, and returns what was not attempted to the queue.
    @Override
    public void close() {
        due.close();
        List<Delivery> unattempted = dispatcher.close();
        settler.close();
        if (!unattempted.isEmpty()) database.useTransaction(tx -> store.release(tx, unattempted, clock.instant()));
    }

    private boolean isStale(Queued queued) {
        return clock.instant().isAfter(queued.leased().plus(PATIENCE));
    }

    private void giveBack(Queued queued) {
        try {
            database.useTransaction(tx -> store.release(tx, List.of(queued.delivery()), clock.instant()));
        } catch (RuntimeException unwritten) {
            LOG.log(System.Logger.Level.WARNING, "a delivery waits for its lease to end", unwritten);
        } finally {
            room.release();
        }
    }

    private void settled(int count) {
        boolean wasFull = room.availablePermits() < TAKE_AT_LEAST;
        room.release(count);
        if (wasFull && room.availablePermits() >= TAKE_AT_LEAST) due.wake();
    }

    /// Leases what is due and hands it to the workers; says whether more may be due.
    private boolean takeDue() {
        int limit = Math.min(TAKE_AT_MOST, room.availablePermits());
        if (limit < TAKE_AT_LEAST || !room.tryAcquire(limit)) return false;
        List<Queued> taken = List.of();
        try {
            taken = database.inTransaction(tx -> take(tx, limit, clock.instant()));
        } finally {
            room.release(limit - taken.size());
        }
        taken.forEach(dispatcher::dispatch);
        return taken.size() == limit;
    }

    private List<Queued> take(Transaction tx, int limit, Instant now) {
        List<Delivery> leased = permitted(tx, store.takeDue(tx, limit, now), now);
        if (leased.isEmpty()) return List.of();
        Map<UUID, Letter> found = letters.load(
                tx,
                leased.stream()
                        .map(delivery -> delivery.id().emailId())
                        .distinct()
                        .toList());
        var taken = new ArrayList<Queued>();
        var orphans = new ArrayList<Delivery>();
        for (Delivery delivery : leased) {
            Letter letter = found.get(delivery.id().emailId());
            if (letter == null) orphans.add(delivery);
            else taken.add(new Queued(delivery, letter, now));
        }
        if (!orphans.isEmpty()) store.remove(tx, orphans, now);
        return taken;
    }

    /// Those whose recipients are still to be sent to; the others are settled.
    private List<Delivery> permitted(Transaction tx, List<Delivery> leased, Instant now) {
        if (leased.isEmpty()) return leased;
        Set<DeliveryId> suppressed = listener.suppressed(tx, leased, now);
        if (suppressed.isEmpty()) return leased;
        store.suppress(
                tx, leased.stream().filter(one -> suppressed.contains(one.id())).toList(), now);
        return leased.stream().filter(one -> !suppressed.contains(one.id())).toList();
    }
}
