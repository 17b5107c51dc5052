package dev.pennypost.streams;

import dev.pennypost.audit.Action;
import dev.pennypost.metrics.Metric;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TeamsThatListen;
import dev.pennypost.storage.Transaction;
import dev.pennypost.streams.Broker.Outcome;
import dev.pennypost.streams.StreamProblem.NoEvents;
import dev.pennypost.streams.StreamProblem.NoSuchStream;
import dev.pennypost.streams.StreamProblem.Off;
import dev.pennypost.streams.StreamProblem.TopicTaken;
import dev.pennypost.streams.StreamResult.Done;
import dev.pennypost.streams.StreamResult.Refused;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.WebhookSpelling;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Teams' event streams: creating and removing them, and bringing events into their topics. A stream hears of
/// what is published after it was created; each event arrives at least once, under one id, and in order with
/// the others of its key. Where the operator has no Kafka every wish is refused and nothing runs.
public final class Streams implements AutoCloseable {
    private final Database database;
    private final InstantSource clock;
    private final TopicRule topics;
    private final @Nullable Running running;
    private final StreamStore store = new StreamStore();
    private final StreamMessageStore messages = new StreamMessageStore();

    /// @param spelling of the records' values, as webhooks are told
    public Streams(
            Database database,
            WebhookSpelling spelling,
            KafkaConfig config,
            String node,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {
        this(database, spelling, config, config.isOn() ? kafka(config) : null, node, clock, random, metrics);
    }

    /// @param broker null where there is none
    Streams(
            Database database,
            WebhookSpelling spelling,
            KafkaConfig config,
            @Nullable Broker broker,
            String node,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry metrics) {
        this.database = database;
        this.clock = clock;
        this.topics = new TopicRule(config.topicPrefix());
        if (broker == null) {
            this.running = null;
            return;
        }
        var listeners = new TeamsThatListen(database, "event-stream-listeners", new StreamStore()::teamsThatListen);
        var days = new StreamDays(database, config.keepDays(), clock);
        var delivery = new Delivery(database, broker, node, clock, random, outcome -> count(metrics, outcome));
        var fanOut = new FanOut(listeners, days, spelling, clock, delivery::wake);
        this.running = new Running(listeners, days, delivery, fanOut, new Lag(database, metrics, clock));
    }

    /// In a method of its own, so that nothing of the client is loaded where it is off.
    private static Broker kafka(KafkaConfig config) {
        return new KafkaBroker(KafkaSettings.of(config));
    }

    /// Starts listening and sending.
    public Streams start() {
        if (running != null) running.start();
        return this;
    }

    /// Lets what is on its way arrive if it does so within seconds.
    @Override
    public void close() {
        if (running != null) running.close();
    }

    /// What the outbox tells of events.
    public EventListener listener() {
        return running == null ? new Deaf() : running.fanOut;
    }

    public StreamResult<EventStream> create(TeamId team, StreamDetails details) {
        var problem = problem(team, details);
        if (problem.isPresent()) return new Refused<>(problem.get());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as PostgreSQL keeps it
        var stream = new EventStream(new StreamId(Ids.next(now)), details, null, now);
        return saved(() -> {
            database.useTransaction(tx -> {
                store.insert(tx, team, stream);
                StreamTrail.note(tx, team.value(), Action.EVENT_STREAM_CREATED, stream.id(), null, details);
            });
            return new Done<>(stream);
        });
    }

    /// Changes a stream. One that is enabled again, or has another topic, sends what waited at once.
    public StreamResult<EventStream> update(TeamId team, StreamId id, UnaryOperator<StreamDetails> change) {
        if (running == null) return new Refused<>(new Off());
        return saved(() -> database.inTransaction(tx -> update(tx, team, id, change)));
    }

    private StreamResult<EventStream> update(
            Transaction tx, TeamId team, StreamId id, UnaryOperator<StreamDetails> change) {
        var before = store.lock(tx, team, id);
        if (before.isEmpty()) return new Refused<>(new NoSuchStream(id));
        StreamDetails details = change.apply(before.get().details());
        var problem = problem(team, details);
        if (problem.isPresent()) return new Refused<>(problem.get());
        store.update(tx, team, id, details, clock.instant());
        StreamTrail.note(
                tx, team.value(), Action.EVENT_STREAM_UPDATED, id, before.get().details(), details);
        return new Done<>(new EventStream(id, details, null, before.get().createdAt()));
    }

    public StreamResult<EventStream> get(TeamId team, StreamId id) {
        if (running == null) return new Refused<>(new Off());
        return database.inTransaction(tx -> store.get(tx, team, id))
                .<StreamResult<EventStream>>map(Done::new)
                .orElseGet(() -> new Refused<>(new NoSuchStream(id)));
    }

    /// One page, newest first; empty when the cursor is not one of the team's streams.
    public StreamResult<Optional<Page<EventStream>>> list(TeamId team, PageRequest page) {
        if (running == null) return new Refused<>(new Off());
        return new Done<>(database.inTransaction(tx -> store.page(tx, team, page)));
    }

    /// Removes a stream with all its messages; those that wait are not sent any more.
    public StreamResult<StreamId> remove(TeamId team, StreamId id) {
        if (running == null) return new Refused<>(new Off());
        if (!database.inTransaction(tx -> remove(tx, team, id))) return new Refused<>(new NoSuchStream(id));
        running.listeners.refresh();
        return new Done<>(id);
    }

    private boolean remove(Transaction tx, TeamId team, StreamId id) {
        var before = store.lock(tx, team, id);
        before.ifPresent(stream -> StreamTrail.note(
                tx, team.value(), Action.EVENT_STREAM_DELETED, id, stream.details(), null));
        return before.isPresent() && store.delete(tx, team, id);
    }

    /// When the oldest event happened that a stream still has to send; empty when none is waiting.
    public Optional<Instant> oldestWaiting(TeamId team, StreamId id) {
        return database.inTransaction(tx -> messages.oldestWaiting(tx, team, id));
    }

    /// One page of a stream's messages, newest first; no page when the cursor is not one of them.
    ///
    /// @param state null for every state
    public StreamResult<Optional<Page<StreamMessage>>> messages(
            TeamId team, StreamId id, StreamMessage.@Nullable State state, PageRequest page) {
        if (get(team, id) instanceof Refused<EventStream>(var problem)) return new Refused<>(problem);
        return new Done<>(database.inTransaction(tx -> messages.page(tx, team, id, state, page)));
    }

    /// Sends events once more that were sent or given up, as far as they are kept, under the ids they had;
    /// tells how many.
    public StreamResult<Integer> replay(TeamId team, StreamId id, Replay replay) {
        if (running == null) return new Refused<>(new Off());
        Optional<Integer> replayed = database.inTransaction(tx -> store.get(tx, team, id).map(stream -> {
            StreamTrail.replayed(tx, team.value(), stream, replay);
            return messages.replay(tx, team, id, replay);
        }));
        if (replayed.isEmpty()) return new Refused<>(new NoSuchStream(id));
        running.delivery.wake();
        return new Done<>(replayed.get());
    }

    /// What the team's topics begin with.
    public String topicPrefix(TeamId team) {
        return topics.of(team);
    }

    /// Has the delivery look for due streams now.
    void wake() {
        if (running != null) running.delivery.wake();
    }

    private Optional<StreamProblem> problem(TeamId team, StreamDetails details) {
        if (running == null) return Optional.of(new Off());
        List<String> events = details.events();
        if (events != null && events.isEmpty()) return Optional.of(new NoEvents());
        return topics.flaw(team, details.topic()).map(StreamProblem.class::cast);
    }

    private StreamResult<EventStream> saved(Supplier<StreamResult<EventStream>> save) {
        try {
            var result = save.get();
            if (running != null) {
                running.listeners.refresh();
                running.delivery.wake();
            }
            return result;
        } catch (RuntimeException failed) {
            if (Database.isTaken(failed)) return new Refused<>(new TopicTaken());
            throw failed;
        }
    }

    private static void count(MeterRegistry metrics, Outcome outcome) {
        switch (outcome) {
            case Outcome.Acknowledged _ ->
                Metric.EVENT_STREAM_RECORDS.counter(metrics, "sent").increment();
            case Outcome.Failed(Failure failure, var _) ->
                Metric.EVENT_STREAM_RECORDS
                        .counter(metrics, StreamStore.word(failure))
                        .increment();
            case Outcome.Untried() -> {}
        }
    }

    /// What runs where there is a Kafka.
    private record Running(TeamsThatListen listeners, StreamDays days, Delivery delivery, FanOut fanOut, Lag lag) {
        void start() {
            days.start();
            listeners.start();
            delivery.start();
            lag.start();
        }

        void close() {
            lag.close();
            delivery.close();
            listeners.close();
            days.close();
        }
    }

    /// Hears of nothing.
    private static final class Deaf implements EventListener {
        @Override
        public boolean caresAbout(UUID teamId) {
            return false;
        }

        @Override
        public void on(Transaction tx, List<Published> events) {
            throw new IllegalStateException("nobody cares about these events");
        }
    }
}
