package dev.pennypost.e2e;

import dev.pennypost.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is in a topic, read from its beginning by the official consumer.
final class HeardRecords implements AutoCloseable {
    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> heard = new CopyOnWriteArrayList<>();

    HeardRecords(String brokers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "allow.auto.create.topics", "false"),
                new StringDeserializer(),
                new StringDeserializer());
        var partitions = consumer.partitionsFor(topic).stream()
                .map(found -> new TopicPartition(topic, found.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /// Reads on; everything heard so far.
    List<ConsumerRecord<String, String>> all() {
        consumer.poll(Duration.ofMillis(200)).forEach(heard::add);
        return List.copyOf(heard);
    }

    void awaitIds(int atLeast) {
        Eventually.holds(
                atLeast + " records",
                120,
                () -> all().stream().map(HeardRecords::id).distinct().count() >= atLeast);
    }

    /// The types of what was told of a key, in order.
    List<String> typesOf(String key) {
        return heard.stream()
                .filter(record -> record.key().equals(key))
                .map(HeardRecords::type)
                .toList();
    }

    static String id(ConsumerRecord<String, String> record) {
        return header(record, "id");
    }

    static String type(ConsumerRecord<String, String> record) {
        return header(record, "type");
    }

    static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    static JsonNode json(ConsumerRecord<String, String> record) {
        return JsonMapper.shared().readTree(record.value());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
