package dev.pennypost.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.audit.Records;
import dev.pennypost.config.CannotStart;
import dev.pennypost.jobs.Loop;
import dev.pennypost.metrics.Metric;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Event;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.streams.Broker.Outcome.Failed;
import dev.pennypost.streams.MemoryBroker.Kept;
import dev.pennypost.streams.StreamMessage.State;
import dev.pennypost.streams.StreamProblem.BadTopic;
import dev.pennypost.streams.StreamProblem.NoEvents;
import dev.pennypost.streams.StreamProblem.NoSuchStream;
import dev.pennypost.streams.StreamProblem.Off;
import dev.pennypost.streams.StreamProblem.TopicTaken;
import dev.pennypost.streams.StreamProblem.Why;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.webhooks.WebhookSpelling.Spelled;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsTest {
    private static final UUID ADA = new UUID(1, 1);
    private static final UUID BOB = new UUID(2, 2);

    private final FixedClock clock = new FixedClock();
    private final MemoryBroker broker = new MemoryBroker();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Streams> nodes = new ArrayList<>();
    private Database database;
    private Streams streams;
    private TeamId acme;
    private Loop relay;

    @BeforeEach
    void start() {
        database = Database.open(TestPostgres.freshDatabase(), 8, clock);
        acme = new Teams(database, clock).create("acme");
        streams = node("here", broker);
        database.outbox().tell(List.of(Happened.class), List.of(streams.listener()));
        relay = database.outbox().relay().start();
    }

    @AfterEach
    void stop() {
        relay.close();
        nodes.forEach(Streams::close);
        database.close();
    }

    @Test
    void sendsEachEventOnceInTheOrderTheyHappened() {
        var stream = create("all", null);
        var expected = new ArrayList<String>();
        for (int i = 0; i < 300; i++) {
            publish(i % 3 == 0 ? ADA : BOB, "thing.happened", "{\"n\":" + i + "}");
            expected.add("{\"n\":" + i + "}");
        }
        arrived(300);
        assertThat(broker.values()).containsExactlyInAnyOrderElementsOf(expected);
        for (UUID key : List.of(ADA, BOB))
            assertThat(valuesOf(key))
                    .isSortedAccordingTo((one, other) -> expected.indexOf(one) - expected.indexOf(other));
        settled(stream, State.PENDING, 0);
        Kept first = broker.records().getFirst();
        assertThat(first.topic()).isEqualTo(topic("all"));
        assertThat(first.message().recordId()).matches("msg_[0-9A-Za-z]{27}");
        assertThat(Metric.EVENT_STREAM_RECORDS.counter(metrics, "sent").count()).isEqualTo(300);
    }

    @Test
    void tellsEachStreamOnlyWhatItAskedFor() {
        create("things", List.of("thing.happened"));
        create("others", List.of("other.happened"));
        publish(ADA, "thing.happened", "{\"n\":1}");
        publish(ADA, "other.happened", "{\"n\":2}");
        arrived(2);
        assertThat(broker.records())
                .extracting(Kept::topic)
                .containsExactlyInAnyOrder(topic("things"), topic("others"));
        assertThat(broker.records())
                .filteredOn(kept -> kept.topic().equals(topic("others")))
                .extracting(kept -> kept.message().type())
                .containsExactly("other.happened");
    }

    @Test
    void neverTellsAnotherTeam() {
        var other = new Teams(database, clock).create("other");
        var stream = create("all", null);
        database.useTransaction(tx -> tx.publish(new Happened(other.value(), ADA, "thing.happened", "{\"secret\":1}")));
        publish(ADA, "thing.happened", "{}");
        arrived(1);
        assertThat(broker.values()).containsExactly("{}");
        assertThat(problem(streams.get(other, stream.id()))).isEqualTo(new NoSuchStream(stream.id()));
        assertThat(problem(streams.update(other, stream.id(), before -> before)))
                .isEqualTo(new NoSuchStream(stream.id()));
        assertThat(problem(streams.remove(other, stream.id()))).isEqualTo(new NoSuchStream(stream.id()));
        assertThat(problem(streams.messages(other, stream.id(), null, PageRequest.first(1))))
                .isEqualTo(new NoSuchStream(stream.id()));
        assertThat(problem(streams.replay(other, stream.id(), everything()))).isEqualTo(new NoSuchStream(stream.id()));
    }

    @Test
    void waitsForBrokersThatAreAwayAndTellsSince() {
        var stream = create("all", null);
        broker.failing(_ -> new Failed(Failure.UNREACHABLE, "away"));
        publish(ADA, "thing.happened", "{\"n\":1}");
        Instant at = clock.instant();
        Trouble trouble = troubled(stream);
        assertThat(trouble.failure()).isEqualTo(Failure.UNREACHABLE);
        assertThat(trouble.since()).isEqualTo(at);
        for (int day = 0; day < 5; day++) {
            clock.advance(Duration.ofDays(1));
            streams.wake();
            Eventually.holds("tried again", () -> attempts(stream) > 1);
        }
        assertThat(found(stream).details().status()).isEqualTo(StreamStatus.ENABLED);
        // events of one transaction are a microsecond apart, from the first on
        assertThat(streams.oldestWaiting(acme, stream.id())).contains(at.plusNanos(1_000));

        broker.failing(_ -> null);
        publish(ADA, "thing.happened", "{\"n\":2}");
        clock.advance(Duration.ofMinutes(2));
        streams.wake();
        arrived(2);
        assertThat(broker.values()).containsExactly("{\"n\":1}", "{\"n\":2}");
        Eventually.holds("no trouble", () -> found(stream).trouble() == null);
        assertThat(streams.oldestWaiting(acme, stream.id())).isEmpty();
    }

    @Test
    void letsNoEventOvertakeOneOfItsKeyThatFailed() {
        var stream = create("all", null);
        broker.failing(message -> message.payload().contains("first") ? new Failed(Failure.UNREACHABLE, "away") : null);
        relay.close();
        publish(ADA, "thing.happened", "{\"ada\":\"first\"}");
        publish(BOB, "thing.happened", "{\"bob\":1}");
        publish(ADA, "thing.happened", "{\"ada\":\"second\"}");
        relay = database.outbox().relay().start();
        arrived(1);
        assertThat(broker.values()).containsExactly("{\"bob\":1}");
        Eventually.holds("it is put off", () -> found(stream).trouble() != null);

        broker.failing(_ -> null);
        clock.advance(Duration.ofMinutes(2));
        streams.wake();
        arrived(3);
        assertThat(valuesOf(ADA)).containsExactly("{\"ada\":\"first\"}", "{\"ada\":\"second\"}");
    }

    @Test
    void givesUpWhatIsTooLargeAndGoesOnAndSendsItAgainOnDemand() {
        var stream = create("all", null);
        broker.failing(message ->
                message.payload().contains("huge") ? new Failed(Failure.RECORD_TOO_LARGE, "1 MB at most") : null);
        publish(ADA, "thing.happened", "{\"huge\":1}");
        publish(ADA, "thing.happened", "{\"n\":2}");
        arrived(1);
        settled(stream, State.FAILED, 1);
        StreamMessage failed = messages(stream, State.FAILED).getFirst();
        assertThat(failed.failure()).isEqualTo(Failure.RECORD_TOO_LARGE);
        assertThat(failed.failureDetail()).isEqualTo("1 MB at most");
        assertThat(found(stream).trouble()).isNull();

        broker.failing(_ -> null);
        var onlyFailed =
                new Replay(Instant.EPOCH.plus(Duration.ofDays(1)), Instant.parse("9999-01-01T00:00:00Z"), true);
        assertThat(done(streams.replay(acme, stream.id(), onlyFailed))).isEqualTo(1);
        arrived(2);
        assertThat(broker.records().getLast().message().recordId()).isEqualTo(failed.recordId());
        settled(stream, State.SENT, 2);
    }

    @Test
    void replaysWhatWasSentUnderTheIdsItHad() {
        var stream = create("all", null);
        publish(ADA, "thing.happened", "{\"n\":1}");
        arrived(1);
        clock.advance(Duration.ofHours(1));
        Instant between = clock.instant();
        publish(ADA, "thing.happened", "{\"n\":2}");
        arrived(2);
        settled(stream, State.SENT, 2);
        var late = new Replay(between, Instant.parse("9999-01-01T00:00:00Z"), false);
        assertThat(done(streams.replay(acme, stream.id(), late))).isEqualTo(1);
        arrived(3);
        assertThat(broker.values()).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":2}");
        assertThat(broker.records().get(2).message().recordId())
                .isEqualTo(broker.records().get(1).message().recordId());
    }

    @Test
    void disablesAStreamWhoseTopicCannotExist() {
        var stream = create("all", null);
        broker.failing(_ -> new Failed(Failure.INVALID_TOPIC, "no"));
        publish(ADA, "thing.happened", "{}");
        Eventually.holds("disabled", () -> found(stream).details().status() == StreamStatus.DISABLED);
        assertThat(troubled(stream).failure()).isEqualTo(Failure.INVALID_TOPIC);
        assertThat(Records.deeds(database, acme.value())).contains("event stream upkeep: event_stream.disabled");

        broker.failing(_ -> null);
        done(streams.update(
                acme, stream.id(), before -> new StreamDetails(topic("better"), null, StreamStatus.ENABLED)));
        arrived(1);
        assertThat(broker.records().getFirst().topic()).isEqualTo(topic("better"));
        assertThat(found(stream).trouble()).isNull();
    }

    @Test
    void disablesAStreamAfterThreeDaysWithoutATopic() {
        var stream = create("all", null);
        broker.failing(_ -> new Failed(Failure.TOPIC_MISSING, "none"));
        publish(ADA, "thing.happened", "{}");
        assertThat(troubled(stream).failure()).isEqualTo(Failure.TOPIC_MISSING);
        clock.advance(Duration.ofDays(2));
        streams.wake();
        Eventually.holds("tried again", () -> attempts(stream) == 2);
        assertThat(found(stream).details().status()).isEqualTo(StreamStatus.ENABLED);
        clock.advance(Duration.ofDays(1));
        streams.wake();
        Eventually.holds("disabled", () -> found(stream).details().status() == StreamStatus.DISABLED);
    }

    @Test
    void sendsWhatWaitedWhenItIsEnabledAgain() {
        var stream = create("all", null);
        broker.failing(_ -> new Failed(Failure.NOT_AUTHORISED, "no"));
        publish(ADA, "thing.happened", "{\"n\":1}");
        troubled(stream);
        status(stream, StreamStatus.DISABLED);
        broker.failing(_ -> null);
        publish(ADA, "thing.happened", "{\"n\":2}");
        Eventually.holds("the outbox is empty", () -> count("outbox") == 0);
        assertThat(broker.records()).isEmpty();
        status(stream, StreamStatus.ENABLED);
        arrived(1);
        assertThat(broker.values()).containsExactly("{\"n\":1}");
    }

    /// What `kill -9` between the broker's acknowledgement and the settlement looks like to others.
    @Test
    void sendsAgainUnderTheSameIdsWhatANodeHeldWhenItsLeaseEnds() throws InterruptedException {
        create("all", null);
        var open = new CountDownLatch(1);
        var held = broker.hold(open);
        publish(ADA, "thing.happened", "{\"n\":1}");
        publish(ADA, "thing.happened", "{\"n\":2}");
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();

        var other = new MemoryBroker();
        var heir = node("elsewhere", other);
        heir.wake();
        publish(BOB, "thing.happened", "{\"n\":3}");
        Eventually.holds("the outbox is empty", () -> count("outbox") == 0);
        heir.wake();
        assertThat(other.records()).as("the stream is another node's").isEmpty();
        clock.advance(Duration.ofMinutes(4));
        heir.wake();
        Eventually.holds("the heir has sent all", () -> other.records().size() == 3);

        open.countDown();
        Eventually.holds("the first is settled", () -> !broker.records().isEmpty());
        assertThat(other.records().stream().map(kept -> kept.message().recordId()))
                .contains(broker.records().getFirst().message().recordId());
        Eventually.holds("all are sent", () -> count("event_stream_messages where status = 'sent'") == 3);
        Eventually.holds("it is given back", () -> count("event_streams where leased_by is not null") == 0);
    }

    @Test
    void takesUpWhatThisNodeHeldWhenItDied() {
        create("all", null);
        streams.close();
        publish(ADA, "thing.happened", "{}");
        Eventually.holds("the outbox is empty", () -> count("outbox") == 0);
        database.useTransaction(tx ->
                tx.handle().execute("update event_streams set leased_by = 'here', due = now() + interval '1000 days'"));
        node("here", broker);
        arrived(1);
    }

    @Test
    void givesItsStreamsBackWhenItStops() throws InterruptedException {
        create("all", null);
        var held = broker.hold(new CountDownLatch(1));
        publish(ADA, "thing.happened", "{}");
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        streams.close();
        assertThat(count("event_streams where leased_by is not null")).isZero();
        assertThat(count("event_stream_messages where status = 'pending'")).isEqualTo(1);
    }

    /// Another node has taken an earlier event out of the outbox and has not committed yet.
    @Test
    void holdsBackWhatHappenedAfterAnEventThatTheOutboxStillHolds() {
        create("all", null);
        relay.close();
        publish(ADA, "thing.happened", "{\"n\":1}");
        database.useTransaction(earlier -> {
            earlier.handle().execute("select id from outbox for update");
            publish(ADA, "thing.happened", "{\"n\":2}");
            relay = database.outbox().relay().start();
            Eventually.holds("the second is out", () -> count("event_stream_messages") == 1);
            streams.wake();
            Eventually.holds("looked", () -> count("event_streams where leased_by is null and due > created_at") == 1);
            assertThat(broker.records()).isEmpty();
        });
        arrived(2);
        assertThat(broker.values()).containsExactly("{\"n\":1}", "{\"n\":2}");
    }

    @Test
    void stopsSendingWhenItIsRemoved() {
        var stream = create("all", null);
        broker.failing(_ -> new Failed(Failure.UNREACHABLE, "away"));
        publish(ADA, "thing.happened", "{}");
        troubled(stream);
        done(streams.remove(acme, stream.id()));
        assertThat(count("event_stream_messages")).isZero();
        assertThat(problem(streams.remove(acme, stream.id()))).isEqualTo(new NoSuchStream(stream.id()));
    }

    @Test
    void isNotHeldBackByAStreamThatHangs() throws InterruptedException {
        create("hangs", List.of("thing.happened"));
        var open = new CountDownLatch(1);
        var held = broker.hold(open);
        publish(ADA, "thing.happened", "{\"hangs\":1}");
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        broker.hold(new CountDownLatch(0));
        create("goes", List.of("other.happened"));
        publish(ADA, "other.happened", "{\"goes\":1}");
        arrived(1);
        assertThat(broker.values()).containsExactly("{\"goes\":1}");
        open.countDown();
        arrived(2);
    }

    @Test
    void keepsDaysThatWaitAndDropsTheOthers() {
        var stream = create("all", null);
        broker.failing(_ -> new Failed(Failure.UNREACHABLE, "away"));
        publish(ADA, "thing.happened", "{}");
        troubled(stream);
        clock.advance(Duration.ofDays(40));
        var days = new StreamDays(database, 30, clock);
        days.turn();
        assertThat(count("event_stream_messages")).isEqualTo(1);
        status(stream, StreamStatus.DISABLED);
        days.turn();
        assertThat(count("event_stream_messages")).isZero();
        days.close();
    }

    @ParameterizedTest
    @CsvSource({"elsewhere, PREFIX", "'', PREFIX", "PREFIX, PREFIX", "PREFIXa b, CHARACTERS", "PREFIXé, CHARACTERS"})
    void refusesTopicsThatAreNotTheTeams(String topic, Why why) {
        String prefix = "pennypost." + acme.value() + ".";
        String asked = topic.replace("PREFIX", prefix);
        assertThat(problem(streams.create(acme, new StreamDetails(asked, null, StreamStatus.ENABLED))))
                .isEqualTo(new BadTopic(asked, prefix, why));
    }

    @Test
    void refusesTopicsThatAreTooLongOrTakenAndStreamsOfNothing() {
        String tooLong = topic("x".repeat(249));
        assertThat(problem(streams.create(acme, new StreamDetails(tooLong, null, StreamStatus.ENABLED))))
                .isEqualTo(new BadTopic(tooLong, streams.topicPrefix(acme), Why.TOO_LONG));
        assertThat(problem(streams.create(acme, new StreamDetails(topic("all"), List.of(), StreamStatus.ENABLED))))
                .isEqualTo(new NoEvents());
        create("all", null);
        var second = create("second", null);
        assertThat(problem(streams.create(acme, new StreamDetails(topic("all"), null, StreamStatus.ENABLED))))
                .isEqualTo(new TopicTaken());
        assertThat(problem(streams.update(
                        acme, second.id(), before -> new StreamDetails(topic("all"), null, StreamStatus.ENABLED))))
                .isEqualTo(new TopicTaken());
    }

    @Test
    void refusesEverythingWithoutKafkaAndListensToNothing() {
        try (var off = node("off", null)) {
            var id = new StreamId(ADA);
            assertThat(problem(off.create(acme, new StreamDetails(topic("all"), null, StreamStatus.ENABLED))))
                    .isEqualTo(new Off());
            assertThat(problem(off.list(acme, PageRequest.first(1)))).isEqualTo(new Off());
            assertThat(problem(off.get(acme, id))).isEqualTo(new Off());
            assertThat(problem(off.update(acme, id, before -> before))).isEqualTo(new Off());
            assertThat(problem(off.remove(acme, id))).isEqualTo(new Off());
            assertThat(off.listener().caresAbout(acme.value())).isFalse();
        }
    }

    @Test
    void doesNotStartWithAPrefixThatNoTopicCanHave() {
        assertThatThrownBy(() -> new TopicRule("über.{team}."))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("kafka.topic-prefix");
        assertThatThrownBy(() -> new TopicRule("x".repeat(249))).isInstanceOf(CannotStart.class);
    }

    private Streams node(String name, @Nullable Broker itsBroker) {
        var node = new Streams(
                        database,
                        (event, _) -> Optional.of(((Happened) event).spelled()),
                        new KafkaConfig("", "", "pennypost.{team}.", 30),
                        itsBroker,
                        name,
                        clock,
                        new Random(1),
                        metrics)
                .start();
        nodes.add(node);
        return node;
    }

    private EventStream create(String name, @Nullable List<String> events) {
        return done(streams.create(acme, new StreamDetails(topic(name), events, StreamStatus.ENABLED)));
    }

    private void status(EventStream stream, StreamStatus status) {
        done(streams.update(acme, stream.id(), before -> new StreamDetails(before.topic(), before.events(), status)));
    }

    private String topic(String name) {
        return streams.topicPrefix(acme) + name;
    }

    /// A millisecond after what was published before: ids of events are as fine as the clock.
    private void publish(UUID key, String type, String json) {
        clock.advance(Duration.ofMillis(1));
        database.useTransaction(tx -> tx.publish(new Happened(acme.value(), key, type, json)));
    }

    private void arrived(int records) {
        Eventually.holds(records + " records", () -> broker.records().size() >= records);
        assertThat(broker.records()).hasSize(records);
    }

    private List<String> valuesOf(UUID key) {
        return broker.records().stream()
                .filter(kept -> kept.message().key().equals(key.toString()))
                .map(kept -> kept.message().payload())
                .toList();
    }

    private EventStream found(EventStream stream) {
        return done(streams.get(acme, stream.id()));
    }

    private Trouble troubled(EventStream stream) {
        Eventually.holds("trouble", () -> found(stream).trouble() != null);
        return Objects.requireNonNull(found(stream).trouble());
    }

    private int attempts(EventStream stream) {
        return messages(stream, null).getFirst().attempts();
    }

    private List<StreamMessage> messages(EventStream stream, @Nullable State state) {
        return done(streams.messages(acme, stream.id(), state, PageRequest.first(100)))
                .orElseThrow()
                .items();
    }

    private void settled(EventStream stream, State state, int expected) {
        Eventually.holds(expected + " " + state, () -> messages(stream, state).size() == expected);
    }

    private long count(String from) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from " + from)
                .mapTo(Long.class)
                .one());
    }

    private static Replay everything() {
        return new Replay(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("9999-01-01T00:00:00Z"), false);
    }

    private static <T> T done(StreamResult<T> result) {
        assertThat(result).isInstanceOf(StreamResult.Done.class);
        return ((StreamResult.Done<T>) result).value();
    }

    private static StreamProblem problem(StreamResult<?> result) {
        assertThat(result).isInstanceOf(StreamResult.Refused.class);
        return ((StreamResult.Refused<?>) result).problem();
    }

    /// An event about something.
    record Happened(UUID teamId, UUID key, String type, String json) implements Event {
        Spelled spelled() {
            return new Spelled(type, json, key, null);
        }
    }
}
