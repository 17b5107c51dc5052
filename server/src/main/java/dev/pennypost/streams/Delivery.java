package dev.pennypost.streams;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Actor;
import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.streams.Broker.Outcome;
import dev.pennypost.streams.Patience.Verdict;
import dev.pennypost.streams.StreamStore.Lease;
import dev.pennypost.streams.StreamStore.Leased;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Brings messages into their topics. A loop leases streams that have something waiting, each to a virtual
/// thread that sends it batch by batch: taken in one short transaction, sent, settled in another. A crash
/// between the broker's acknowledgement and the settlement sends the batch again, under the same ids.
final class Delivery implements AutoCloseable {
    private static final Actor UPKEEP = new Actor.Ourselves("event stream upkeep");
    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
    private static final int STREAMS_AT_ONCE = 8;
    private static final int BATCH = 500;
    /// With what is on its way of other streams this is less than the producer's buffer.
    private static final int BATCH_OCTETS = 2 << 20;
    /// So many and a stream goes back into the queue, behind the others.
    private static final int BATCHES_PER_LEASE = 20;
    private static final Duration EVERY = Duration.ofSeconds(1);
    /// Nothing is sent so late in a lease that it could still be on its way when the lease ends.
    private static final Duration LEASE = Duration.ofMinutes(3);
    private static final Duration ROOM_FOR_A_WAVE = Duration.ofSeconds(Broker.LONGEST_SECONDS + 15);

    private final Database database;
    private final Broker broker;
    private final String node;
    private final InstantSource clock;
    private final Patience patience;
    private final Consumer<Outcome> settled;
    private final StreamStore streams = new StreamStore();
    private final StreamMessageStore messages = new StreamMessageStore();
    private final TroubleLog troubles = new TroubleLog();
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
    private final AtomicLong wakes = new AtomicLong();
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("event-stream-", 0).factory());
    private final Loop loop = Loop.named("event-streams", EVERY, this::round);
    private volatile boolean stopping;

    /// @param settled hears of what became of each message once it is settled
    Delivery(
            Database database,
            Broker broker,
            String node,
            InstantSource clock,
            RandomGenerator random,
            Consumer<Outcome> settled) {
        this.database = database;
        this.broker = broker;
        this.node = node;
        this.clock = clock;
        this.patience = new Patience(random);
        this.settled = settled;
    }

    /// Takes back what this node held when it last stopped, and starts.
    void start() {
        database.useTransaction(tx -> streams.releaseAll(tx, node, clock.instant()));
        loop.start();
    }

    void wake() {
        wakes.incrementAndGet();
        loop.wake();
    }

    /// Lets what is on its way arrive if it does so within seconds, and gives the streams back.
    @Override
    public void close() {
        stopping = true;
        loop.close();
        boolean ended = endWorkers();
        broker.close();
        if (ended) database.useTransaction(tx -> streams.releaseAll(tx, node, clock.instant()));
    }

    /// Says whether nobody is at work any more; else their leases will end.
    private boolean endWorkers() {
        workers.shutdown();
        try {
            if (workers.awaitTermination(5, TimeUnit.SECONDS)) return true;
            workers.shutdownNow();
            return workers.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean round() {
        int most = STREAMS_AT_ONCE - busy.size();
        if (most <= 0) return false; // whoever is done wakes us
        List<Leased> leased = database.inTransaction(tx -> streams.lease(tx, lease(), Set.copyOf(busy), most));
        for (Leased stream : leased) {
            busy.add(stream.id().value());
            workers.execute(() -> Acting.run(UPKEEP, () -> carry(stream)));
        }
        return false;
    }

    private Lease lease() {
        Instant now = clock.instant();
        return new Lease(node, now, now.plus(LEASE));
    }

    private void carry(Leased stream) {
        long wakesBefore = wakes.get();
        boolean moreMayWait = true;
        try {
            moreMayWait = carryBatches(stream);
        } catch (InterruptedException stopped) {
            // What was on its way is sent again after the next start.
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.ERROR, "event stream " + stream.id() + ": its lease has to end", failed);
        } finally {
            busy.remove(stream.id().value());
            if (moreMayWait || wakes.get() != wakesBefore || busy.size() == STREAMS_AT_ONCE - 1) loop.wake();
        }
    }

    /// Says whether it ended for another reason than that nothing was left.
    private boolean carryBatches(Leased stream) throws InterruptedException {
        Leased standing = stream;
        for (int i = 0; i < BATCHES_PER_LEASE && !stopping; i++) {
            Instant leaseEnds = clock.instant().plus(LEASE);
            List<Message> batch = database.inTransaction(tx -> messages.take(tx, stream.id(), BATCH, BATCH_OCTETS));
            if (batch.isEmpty()) {
                release(stream);
                return false;
            }
            var carried = new Carried(batch);
            while (carried.hasNext()
                    && !stopping
                    && clock.instant().plus(ROOM_FOR_A_WAVE).isBefore(leaseEnds)) {
                List<Message> wave = carried.next();
                carried.record(wave, broker.send(stream.topic(), wave));
            }
            if (!settle(standing, carried)) return carried.obstacle().isEmpty();
            standing = stream.healthy();
        }
        release(stream);
        return true;
    }

    private void release(Leased stream) {
        database.useTransaction(tx -> streams.release(tx, stream, node, clock.instant()));
    }

    /// Says whether the stream is still ours and goes on.
    private boolean settle(Leased stream, Carried carried) {
        Instant now = clock.instant();
        var obstacle = carried.obstacle();
        boolean goesOn = database.inTransaction(tx -> {
            messages.settle(tx, carried.outcomes(), now);
            boolean settled = obstacle.isPresent()
                    ? postpone(tx, stream, patience.after(stream, carried.anyArrived(), obstacle.get(), now))
                    : streams.extend(tx, stream, lease());
            if (!settled) streams.release(tx, stream, node, now);
            return settled && obstacle.isEmpty();
        });
        carried.outcomes().values().forEach(settled);
        obstacle.ifPresentOrElse(
                failed -> troubles.met(stream, failed), () -> troubles.overcome(stream, carried.anyArrived()));
        return goesOn;
    }

    private boolean postpone(Transaction tx, Leased stream, Verdict verdict) {
        boolean ours = streams.postpone(
                tx, stream, node, verdict.trouble(), verdict.failures(), verdict.due(), verdict.disabled());
        if (ours && verdict.disabled())
            StreamTrail.disabled(tx, streams.team(tx, stream.id()), stream.id(), stream.topic(), verdict.trouble());
        return ours;
    }

    /// A batch on its way, in waves: a message leaves only when the one before it of the same key has
    /// arrived, or never will. Within one wave no order is lost, whatever fails.
    private static final class Carried {
        private final Map<String, ArrayDeque<Message>> left = new LinkedHashMap<>();
        private final Map<Message, Outcome> outcomes = new LinkedHashMap<>();
        private Optional<Outcome.Failed> obstacle = Optional.empty();
        private boolean anyArrived;

        Carried(List<Message> batch) {
            for (Message message : batch)
                left.computeIfAbsent(message.key(), _ -> new ArrayDeque<>()).add(message);
        }

        boolean hasNext() {
            return obstacle.isEmpty() && !left.isEmpty();
        }

        /// The oldest message of each key.
        List<Message> next() {
            List<Message> wave =
                    left.values().stream().map(ArrayDeque::removeFirst).toList();
            left.values().removeIf(ArrayDeque::isEmpty);
            return wave;
        }

        void record(List<Message> wave, List<Outcome> results) {
            for (int i = 0; i < wave.size(); i++) {
                Outcome outcome = results.get(i);
                outcomes.put(wave.get(i), outcome);
                anyArrived |= outcome instanceof Outcome.Acknowledged;
                if (obstacle.isEmpty()
                        && outcome instanceof Outcome.Failed failed
                        && !failed.failure().isOfTheEvent()) obstacle = Optional.of(failed);
            }
        }

        Map<Message, Outcome> outcomes() {
            return outcomes;
        }

        /// What the stream has to wait for.
        Optional<Outcome.Failed> obstacle() {
            return obstacle;
        }

        boolean anyArrived() {
            return anyArrived;
        }
    }
}
