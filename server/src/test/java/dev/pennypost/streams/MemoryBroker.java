package dev.pennypost.streams;

import dev.pennypost.streams.Broker.Outcome.Acknowledged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A broker that keeps records in memory, and fails as it is told to.
final class MemoryBroker implements Broker {
    private final List<Kept> records = new CopyOnWriteArrayList<>();
    private volatile Function<Message, @Nullable Outcome> failures = _ -> null;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch reached = new CountDownLatch(0);

    /// Outcomes other than that a message is taken; null where it is.
    MemoryBroker failing(Function<Message, @Nullable Outcome> how) {
        failures = how;
        return this;
    }

    /// Holds whoever sends until the gate opens; tells when somebody is held.
    CountDownLatch hold(CountDownLatch open) {
        gate = open;
        reached = new CountDownLatch(1);
        return reached;
    }

    List<Kept> records() {
        return List.copyOf(records);
    }

    List<String> values() {
        return records.stream().map(kept -> kept.message().payload()).toList();
    }

    @Override
    public List<Outcome> send(String topic, List<Message> messages) throws InterruptedException {
        var keys = new HashMap<String, Message>();
        for (Message message : messages)
            if (keys.put(message.key(), message) != null) throw new IllegalStateException("two of one key at once");
        CountDownLatch open = gate;
        reached.countDown();
        open.await();
        var outcomes = new ArrayList<Outcome>();
        for (Message message : messages) {
            Outcome failure = failures.apply(message);
            if (failure == null) records.add(new Kept(topic, message));
            outcomes.add(failure == null ? new Acknowledged(0, records.size() - 1) : failure);
        }
        return outcomes;
    }

    @Override
    public void close() {
        gate.countDown();
    }

    /// A record as it was taken.
    record Kept(String topic, Message message) {}
}
