package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server, a real Kafka broker and the official consumer.
final class EventsReachKafkaTest {
    private static final List<String> LIFE = List.of("email.sent", "email.delivered");

    @TempDir
    static Path temp;

    private static KafkaNode kafka;

    @BeforeAll
    static void startKafka() {
        kafka = KafkaNode.start(temp.resolve("kafka"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void asTheOctetsThatWebhooksGetUnderTheEmailsId() {
        try (var server = server("octets");
                var webhooks = HeardWebhooks.listen()) {
            Stream stream = stream(server, "all", 3);
            server.post(
                    "/webhooks",
                    "{\"endpoint\":\"" + webhooks.url() + "\",\"events\":[\"email.sent\","
                            + "\"email.delivered\",\"email.bounced\"]}");
            server.verifiedDomain("octets.test");
            try (var records = new HeardRecords(kafka.address(), stream.topic())) {
                String delivered = server.email(email("octets.test", "ada@dest.test", "Grüße, Ada"));
                Eventually.holds(
                        "both are told",
                        60,
                        () -> !webhooks.of("email.delivered", delivered).isEmpty());
                Eventually.holds("the records are there", 60, () -> {
                    records.all();
                    return records.typesOf(delivered).equals(LIFE);
                });
                for (ConsumerRecord<String, String> record : records.all()) {
                    if (!record.key().equals(delivered)) continue;
                    String type = HeardRecords.type(record);
                    assertThat(record.value())
                            .isEqualTo(webhooks.of(type, delivered).getFirst().payload());
                    assertThat(HeardRecords.id(record)).matches("msg_[0-9A-Za-z]{27}");
                    assertThat(HeardRecords.header(record, "content-type")).isEqualTo("application/json");
                    assertThat(HeardRecords.json(record).get("type").stringValue())
                            .isEqualTo(type);
                }
                assertThat(records.all().stream().map(HeardRecords::type)).contains("domain.created", "domain.updated");
            }
        }
    }

    @Test
    void whateverTheBrokerAndTheServerGoThrough() {
        var ids = new ArrayList<String>();
        String topic;
        try (var server = server("kills")) {
            Stream stream = stream(server, "all", 6);
            topic = stream.topic();
            server.verifiedDomain("kills.test");
            ids.addAll(emails(server, "kills.test", 100));
            awaitRecords(topic, 100);

            kafka.kill();
            ids.addAll(emails(server, "kills.test", 200));
            for (String id : ids) server.awaitLastEvent(id, "delivered");
            Eventually.holds(
                    "trouble is told", 90, () -> trouble(server, stream).equals("unreachable"));
            assertThat(server.get("/event-streams/" + stream.id())
                            .get("oldest_waiting_at")
                            .isString())
                    .isTrue();
            server.kill();
        }
        kafka.start();
        try (var server = server("kills")) {
            ids.addAll(emails(server, "kills.test", 200));
            awaitRecords(topic, 300);
            kafka.stop();
            ids.addAll(emails(server, "kills.test", 100));
            kafka.start();
            ids.addAll(emails(server, "kills.test", 100));
            awaitRecords(topic, 600);
            server.kill();
        }
        try (var server = server("kills")) {
            assertThat(server.log().lines().filter(line -> line.contains("Kafka takes no events")))
                    .hasSizeBetween(1, 3);
            try (var records = new HeardRecords(kafka.address(), topic)) {
                Eventually.holds("every email's events", 120, () -> {
                    records.all();
                    return ids.stream().allMatch(id -> records.typesOf(id).containsAll(LIFE));
                });
                for (String id : ids)
                    assertThat(firsts(records.typesOf(id))).as(id).isEqualTo(LIFE);
                assertDuplicatesCarryTheSameId(records.all());
            }
        }
    }

    @Test
    void exceptWhatIsTooLargeWhichCanBeSentAgain() {
        try (var server = server("large")) {
            Stream stream = stream(server, "all", 1, Map.of("max.message.bytes", "3000"));
            server.verifiedDomain("large.test");
            String large = server.email(email("large.test", "ada@dest.test", "x".repeat(5000)));
            String small = server.email(email("large.test", "ada@dest.test", "small"));
            try (var records = new HeardRecords(kafka.address(), stream.topic())) {
                Eventually.holds("the small one is told", 60, () -> {
                    records.all();
                    return records.typesOf(small).equals(LIFE);
                });
                String failed = "/event-streams/" + stream.id() + "/messages?status=failed";
                Eventually.holds(
                        "the large one is given up",
                        60,
                        () -> keys(server.get(failed)).contains(large));
                assertThat(records.typesOf(large)).isEmpty();
                JsonNode first = server.get(failed).get("data").get(0);
                assertThat(first.get("failure").get("type").stringValue()).isEqualTo("record_too_large");

                kafka.allow(stream.topic(), "max.message.bytes", "1000000");
                assertThat(server.post(
                                        "/event-streams/" + stream.id() + "/replay",
                                        "{\"since\":\"2000-01-01T00:00:00Z\",\"status\":\"failed\"}")
                                .get("messages")
                                .intValue())
                        .isGreaterThanOrEqualTo(2);
                Eventually.holds("the large one is told", 60, () -> {
                    records.all();
                    return records.typesOf(large).equals(LIFE);
                });
            }
        }
    }

    @Test
    void onceItsTopicIsThere() {
        try (var server = server("missing")) {
            Stream stream = streamWithoutTopic(server, "late");
            server.verifiedDomain("missing.test");
            String id = server.email(email("missing.test", "ada@dest.test", "early"));
            Eventually.holds(
                    "trouble is told", 60, () -> trouble(server, stream).equals("topic_missing"));
            kafka.createTopic(stream.topic(), 1, Map.of());
            try (var records = new HeardRecords(kafka.address(), stream.topic())) {
                Eventually.holds("it is told", 120, () -> {
                    records.all();
                    return records.typesOf(id).equals(LIFE);
                });
            }
            Eventually.holds(
                    "trouble is over", 60, () -> trouble(server, stream).isEmpty());
        }
    }

    @Test
    void onceTheServerMayWriteToItsTopic() {
        try (var server = server("forbidden")) {
            Stream stream = stream(server, "all", 1);
            kafka.forbid(stream.topic());
            server.verifiedDomain("forbidden.test");
            String id = server.email(email("forbidden.test", "ada@dest.test", "early"));
            Eventually.holds(
                    "trouble is told", 60, () -> trouble(server, stream).equals("not_authorised"));
            kafka.permit(stream.topic());
            try (var records = new HeardRecords(kafka.address(), stream.topic())) {
                Eventually.holds("it is told", 120, () -> {
                    records.all();
                    return records.typesOf(id).equals(LIFE);
                });
            }
        }
    }

    @Test
    void fromTwoNodesInTheOrderTheyHappened() throws IOException {
        try (var server = server("nodes")) {
            Stream stream = stream(server, "all", 3);
            server.verifiedDomain("nodes.test");
            Process second = secondNode(server, "nodes");
            try {
                var ids = emails(server, "nodes.test", 500);
                try (var records = new HeardRecords(kafka.address(), stream.topic())) {
                    Eventually.holds("every email's events", 180, () -> {
                        records.all();
                        return ids.stream().allMatch(id -> records.typesOf(id).containsAll(LIFE));
                    });
                    for (String id : ids) assertThat(records.typesOf(id)).as(id).isEqualTo(LIFE);
                }
            } finally {
                second.destroy();
                second.onExit().join();
            }
        }
    }

    @Test
    void orNothingOfKafkaIsLoaded() {
        try (var server = Pennypost.dev(temp.resolve("off"))) {
            HttpRequest list = server.request("/event-streams").GET().build();
            assertThat(server.send(list).statusCode()).isEqualTo(422);
            assertThat(loadedClasses(server.pid()))
                    .contains("dev.pennypost.streams.Streams")
                    .doesNotContain("org.apache.kafka");
        }
    }

    private static String loadedClasses(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Tools.run(temp, Map.of(), jcmd, Long.toString(pid), "VM.class_hierarchy")
                .printed();
    }

    private record Stream(String id, String topic) {}

    private static Pennypost server(String name) {
        return Pennypost.dev(
                temp.resolve(name), Map.of("PENNYPOST_KAFKA_BOOTSTRAP_SERVERS", kafka.address()), List.of());
    }

    private static Stream stream(Pennypost server, String name, int partitions) {
        return stream(server, name, partitions, Map.of());
    }

    private static Stream stream(Pennypost server, String name, int partitions, Map<String, String> settings) {
        String topic = prefix(server) + name;
        kafka.createTopic(topic, partitions, settings);
        return streamWithoutTopic(server, name);
    }

    private static Stream streamWithoutTopic(Pennypost server, String name) {
        String topic = prefix(server) + name;
        String id = server.post("/event-streams", "{\"topic\":\"" + topic + "\"}")
                .get("id")
                .stringValue();
        return new Stream(id, topic);
    }

    /// A refusal says what the team's topics begin with.
    private static String prefix(Pennypost server) {
        String refusal = server.send(server.request("/event-streams")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"topic\":\"elsewhere\"}"))
                        .build())
                .body();
        return refusal.split("`", -1)[3];
    }

    private static String trouble(Pennypost server, Stream stream) {
        return server.get("/event-streams/" + stream.id())
                .path("trouble")
                .path("type")
                .asString("");
    }

    private static List<String> keys(JsonNode list) {
        return list.get("data").values().stream()
                .map(message -> message.get("key").stringValue())
                .toList();
    }

    private static String email(String domain, String to, String subject) {
        return "{\"from\":\"a@" + domain + "\",\"to\":[\"" + to + "\"],\"subject\":\"" + subject
                + "\",\"text\":\"Hello\"}";
    }

    private static List<String> emails(Pennypost server, String domain, int count) {
        var ids = new ArrayList<String>();
        for (int i = 0; i < count; i += 100) {
            var batch = new ArrayList<String>();
            for (int n = 0; n < Math.min(100, count - i); n++) batch.add(email(domain, "ada@dest.test", "n" + n));
            server.post("/emails/batch", "[" + String.join(",", batch) + "]")
                    .get("data")
                    .forEach(accepted -> ids.add(accepted.get("id").stringValue()));
        }
        return ids;
    }

    private static void awaitRecords(String topic, int atLeast) {
        try (var records = new HeardRecords(kafka.address(), topic)) {
            records.awaitIds(atLeast);
        }
    }

    /// Each type where it first came.
    private static List<String> firsts(List<String> types) {
        return types.stream().distinct().toList();
    }

    /// One event is one email and one type here, so that two ids of one event would show.
    private static void assertDuplicatesCarryTheSameId(List<ConsumerRecord<String, String>> records) {
        Map<String, List<String>> ids = records.stream()
                .filter(record -> HeardRecords.type(record).startsWith("email."))
                .collect(Collectors.groupingBy(
                        record -> record.key() + " " + HeardRecords.type(record),
                        Collectors.mapping(HeardRecords::id, Collectors.toList())));
        ids.forEach(
                (event, itsIds) -> assertThat(new HashSet<>(itsIds)).as(event).hasSize(1));
        long duplicates = ids.values().stream().mapToLong(List::size).sum() - ids.size();
        System.out.printf("kafka: %d events, 0 lost, %d duplicates%n", ids.size(), duplicates);
    }

    /// A node that delivers, and sends events, from the database that the first one brought.
    private static Process secondNode(Pennypost first, String name) throws IOException {
        Path data = Files.createDirectories(temp.resolve(name + "-second"));
        Path of = temp.resolve(name);
        Files.copy(of.resolve("master.key"), data.resolve("master.key"));
        String port =
                Files.readAllLines(of.resolve("postgres/postmaster.pid")).get(3).strip();
        Path config = Files.writeString(temp.resolve(name + ".toml"), """
                data-dir = "%s"
                role = "mta"
                [storage]
                url = "jdbc:postgresql://127.0.0.1:%s/pennypost"
                user = "pennypost"
                password = "%s"
                [admin]
                listen = "127.0.0.1:0"
                [kafka]
                bootstrap-servers = "%s"
                [delivery.transport]
                "*" = "127.0.0.1:%d"
                """.formatted(
                        data,
                        port,
                        Files.readString(of.resolve("postgres.password")).strip(),
                        kafka.address(),
                        first.exchangerPort()));
        return new ProcessBuilder(Pennypost.LAUNCHER, "serve", "--config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve(name + "-second.log").toFile())
                .start();
    }
}
