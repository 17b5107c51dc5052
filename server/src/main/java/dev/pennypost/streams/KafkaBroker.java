package dev.pennypost.streams;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// The operator's Kafka through the real client. One idempotent producer for all streams, made when there is
/// something to send, and made anew after what it does not recover from.
final class KafkaBroker implements Broker {
    private static final byte[] JSON = octets("application/json");

    private final Map<String, Object> settings;
    private @Nullable Producer<String, byte[]> producer;
    private boolean closed;

    /// @param settings as [KafkaSettings] makes them
    KafkaBroker(Map<String, Object> settings) {
        this.settings = Map.copyOf(settings);
    }

    @Override
    public List<Outcome> send(String topic, List<Message> messages) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        try {
            Producer<String, byte[]> used = open();
            return settled(used, handOver(used, topic, messages), messages.size(), deadline);
        } catch (InterruptException interrupted) {
            Thread.interrupted(); // it sets the flag as well
            throw (InterruptedException) new InterruptedException("while sending").initCause(interrupted);
        } catch (KafkaException broken) {
            return List.copyOf(padded(List.of(Failures.of(broken)), messages.size()));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) producer.close(Duration.ZERO);
        producer = null;
    }

    private synchronized Producer<String, byte[]> open() throws InterruptedException {
        if (closed) throw new InterruptedException("closed");
        if (producer == null)
            producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        return producer;
    }

    /// Has the next sender begin with a new producer, and nothing of the old one arrive any more.
    private synchronized void giveUp(Producer<String, byte[]> broken) {
        if (!broken.equals(producer)) return;
        producer = null;
        broken.close(Duration.ZERO);
    }

    /// Stops at the first message that is refused at once for what others would be refused for too: each of
    /// them might block as long for the topic's metadata.
    private static List<Future<RecordMetadata>> handOver(
            Producer<String, byte[]> producer, String topic, List<Message> messages) {
        var handed = new ArrayList<Future<RecordMetadata>>(messages.size());
        for (Message message : messages) {
            Future<RecordMetadata> future = producer.send(record(topic, message));
            handed.add(future);
            if (future.state() == Future.State.FAILED
                    && !Failures.of(future.exceptionNow()).failure().isOfTheEvent()) break;
        }
        return handed;
    }

    private static ProducerRecord<String, byte[]> record(String topic, Message message) {
        var headers = new RecordHeaders()
                .add("id", octets(message.recordId()))
                .add("type", octets(message.type()))
                .add("content-type", JSON);
        return new ProducerRecord<>(topic, null, null, message.key(), octets(message.payload()), headers);
    }

    private List<Outcome> settled(
            Producer<String, byte[]> used, List<Future<RecordMetadata>> handed, int most, long deadline)
            throws InterruptedException {
        var outcomes = new ArrayList<Outcome>(most);
        for (Future<RecordMetadata> future : handed) outcomes.add(settled(used, future, deadline));
        return padded(outcomes, most);
    }

    private Outcome settled(Producer<String, byte[]> used, Future<RecordMetadata> future, long deadline)
            throws InterruptedException {
        try {
            var at = future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return new Outcome.Acknowledged(at.partition(), at.offset());
        } catch (ExecutionException refused) {
            Throwable why = refused.getCause() == null ? refused : refused.getCause();
            if (Failures.needsNewProducer(why)) giveUp(used);
            return Failures.of(why);
        } catch (TimeoutException late) {
            giveUp(used);
            return new Outcome.Failed(Failure.UNREACHABLE, "no answer after " + LONGEST_SECONDS + " s");
        }
    }

    /// What was not handed over was not tried.
    private static List<Outcome> padded(List<? extends Outcome> outcomes, int most) {
        var all = new ArrayList<Outcome>(outcomes);
        while (all.size() < most) all.add(new Outcome.Untried());
        return all;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
