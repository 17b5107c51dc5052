package dev.pennypost.delivery;

import dev.pennypost.jobs.Loop;
import dev.pennypost.metrics.Metric;
import dev.pennypost.storage.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Writes down what became of attempts: what has gathered since the last time goes into one transaction. A batch that
/// cannot be written stays in memory and is tried again, because its emails have left the house.
final class Settler implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Settler.class.getName());
    private static final int BATCH = 256;
    private static final int WORTH_A_TRANSACTION = 64;
    /// A transaction costs the same for one and for many. What is lost when the process dies in this moment is sent
    /// twice, so it is short.
    private static final Duration MOMENT = Duration.ofMillis(15);

    private final Database database;
    private final DeliveryStore store;
    private final AttemptDays days;
    private final SettlementListener listener;
    private final MeterRegistry metrics;
    private final Consumer<List<Settlement>> done;
    private final ConcurrentLinkedQueue<Settlement> gathered = new ConcurrentLinkedQueue<>();
    private final Loop loop = Loop.named("settle", Duration.ofSeconds(1), this::settleBatch);
    private List<Settlement> batch = List.of();

    /// @param done told what has been settled
    Settler(
            Database database,
            DeliveryStore store,
            AttemptDays days,
            SettlementListener listener,
            MeterRegistry metrics,
            Consumer<List<Settlement>> done) {
        this.database = database;
        this.store = store;
        this.days = days;
        this.listener = listener;
        this.metrics = metrics;
        this.done = done;
    }

    void start() {
        loop.start();
    }

    void add(Settlement settlement) {
        gathered.add(settlement);
        loop.wake();
    }

    /// Settles what is still to settle, then ends.
    @Override
    public void close() {
        loop.close();
        try {
            boolean more = true;
            while (more) more = settleBatch();
        } catch (RuntimeException unwritten) {
            LOG.log(System.Logger.Level.ERROR, "settlements could not be written before the end", unwritten);
        }
    }

    private boolean settleBatch() {
        if (batch.isEmpty()) batch = gather();
        if (batch.isEmpty()) return false;
        List<Settlement> settling = batch;
        days.prepare(settling);
        database.useTransaction(tx -> {
            List<Settlement> written = store.settle(tx, settling);
            if (!written.isEmpty()) listener.settled(tx, written);
            tx.afterCommit(() -> written.forEach(this::count));
        });
        done.accept(batch);
        batch = List.of();
        return !gathered.isEmpty();
    }

    private void count(Settlement settlement) {
        Metric.DELIVERY_ATTEMPTS
                .counter(metrics, DeliveryStore.state(settlement.outcome()))
                .increment();
    }

    /// Waits a moment for more to settle together.
    private List<Settlement> gather() {
        var next = new ArrayList<Settlement>();
        poll(next);
        if (next.isEmpty() || next.size() >= WORTH_A_TRANSACTION) return next;
        LockSupport.parkNanos(MOMENT.toNanos());
        poll(next);
        return next;
    }

    private void poll(List<Settlement> into) {
        while (into.size() < BATCH) {
            Settlement one = gathered.poll();
            if (one == null) return;
            into.add(one);
        }
    }
}
