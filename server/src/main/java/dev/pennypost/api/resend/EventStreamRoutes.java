package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.streams.EventStream;
import dev.pennypost.streams.Failure;
import dev.pennypost.streams.Replay;
import dev.pennypost.streams.StreamDetails;
import dev.pennypost.streams.StreamId;
import dev.pennypost.streams.StreamMessage;
import dev.pennypost.streams.StreamMessage.Place;
import dev.pennypost.streams.StreamProblem;
import dev.pennypost.streams.StreamProblem.BadTopic;
import dev.pennypost.streams.StreamResult;
import dev.pennypost.streams.StreamStatus;
import dev.pennypost.streams.Streams;
import dev.pennypost.streams.Trouble;
import dev.pennypost.webhooks.EventTypes;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `/event-streams`, which Resend does not have: events as records in Kafka.
final class EventStreamRoutes {
    private static final String OBJECT = "event_stream";
    /// Later than any event.
    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");

    private final Streams streams;

    EventStreamRoutes(Streams streams) {
        this.streams = streams;
    }

    void register(Router router) {
        router.post("/event-streams", Access.FULL, this::create)
                .get("/event-streams", Access.FULL, this::list)
                .get("/event-streams/{id}", Access.FULL, this::get)
                .patch("/event-streams/{id}", Access.FULL, this::update)
                .delete("/event-streams/{id}", Access.FULL, this::remove)
                .get("/event-streams/{id}/messages", Access.FULL, this::messages)
                .post("/event-streams/{id}/replay", Access.FULL, this::replay);
    }

    private Response create(Request request) {
        Fields fields = request.fields();
        var details =
                new StreamDetails(fields.requiredText("topic"), events(fields), status(fields, StreamStatus.ENABLED));
        return answer(
                streams.create(request.caller().team(), details),
                created -> Response.created(new IdJson(OBJECT, created.id().value())));
    }

    private Response list(Request request) {
        return answer(
                streams.list(request.caller().team(), ResendPaging.twentyByDefault(request)),
                page -> ResendPaging.list(page, ListedJson::of));
    }

    private Response get(Request request) {
        return answer(streams.get(request.caller().team(), id(request)), found -> Response.ok(json(request, found)));
    }

    private StreamJson json(Request request, EventStream stream) {
        return StreamJson.of(
                stream,
                streams.oldestWaiting(request.caller().team(), stream.id()).orElse(null));
    }

    private Response update(Request request) {
        Fields fields = request.fields();
        return answer(
                streams.update(request.caller().team(), id(request), before -> changed(before, fields)),
                updated -> Response.ok(new IdJson(OBJECT, updated.id().value())));
    }

    private Response remove(Request request) {
        return answer(
                streams.remove(request.caller().team(), id(request)),
                removed -> Response.ok(new DeletedJson(OBJECT, removed.value(), true)));
    }

    private Response messages(Request request) {
        var state = request.query("status").map(EventStreamRoutes::state).orElse(null);
        return answer(
                streams.messages(request.caller().team(), id(request), state, ResendPaging.twentyByDefault(request)),
                page -> ResendPaging.list(page, MessageJson::of));
    }

    private Response replay(Request request) {
        Fields fields = request.fields();
        var replay = new Replay(
                time("since", fields.requiredText("since")),
                fields.text("until").map(text -> time("until", text)).orElse(FAR),
                failedOnly(fields));
        StreamId id = id(request);
        return answer(
                streams.replay(request.caller().team(), id, replay),
                count -> Response.ok(new ReplayJson("event_stream_replay", id.value(), count)));
    }

    /// What is absent stays; null for `events` means every type.
    private static StreamDetails changed(StreamDetails before, Fields fields) {
        return new StreamDetails(
                fields.text("topic").orElse(before.topic()),
                fields.names().contains("events") ? events(fields) : before.events(),
                status(fields, before.status()));
    }

    private static @Nullable List<String> events(Fields fields) {
        if (fields.node("events") == null) return null;
        List<String> events = fields.texts("events");
        for (String event : events)
            if (!EventTypes.isKnown(event)) throw bad("events", "Unknown event `" + event + "`.");
        return events;
    }

    private static StreamStatus status(Fields fields, StreamStatus before) {
        return switch (fields.text("status").orElse("")) {
            case "" -> before;
            case "enabled" -> StreamStatus.ENABLED;
            case "disabled" -> StreamStatus.DISABLED;
            default -> throw bad("status", "It must be \"enabled\" | \"disabled\".");
        };
    }

    private static StreamMessage.State state(String word) {
        return switch (word) {
            case "pending" -> StreamMessage.State.PENDING;
            case "sent" -> StreamMessage.State.SENT;
            case "failed" -> StreamMessage.State.FAILED;
            default -> throw bad("status", "It must be \"pending\" | \"sent\" | \"failed\".");
        };
    }

    private static boolean failedOnly(Fields fields) {
        return switch (fields.text("status").orElse("")) {
            case "" -> false;
            case "failed" -> true;
            default -> throw bad("status", "It must be \"failed\" or absent.");
        };
    }

    private static Instant time(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException other) {
            throw bad(field, "It must be a time in ISO 8601 with a zone.");
        }
    }

    private static Refusal bad(String field, String why) {
        return new Refusal(new HttpProblem.BadField(field, "Invalid `" + field + "` field. " + why));
    }

    private static StreamId id(Request request) {
        return new StreamId(ResendIds.inPath(request, "id"));
    }

    private static <T> Response answer(StreamResult<T> result, Function<? super T, Response> spelling) {
        return switch (result) {
            case StreamResult.Done<T>(T value) -> spelling.apply(value);
            case StreamResult.Refused<T>(StreamProblem problem) -> spell(problem);
        };
    }

    private static Response spell(StreamProblem problem) {
        return switch (problem) {
            case StreamProblem.Off() ->
                ResendErrors.invalid("Event streams are not available: this server has no Kafka brokers.");
            case StreamProblem.NoEvents() ->
                ResendErrors.invalid("Invalid `events` field. At least one event is required.");
            case StreamProblem.TopicTaken() ->
                ResendErrors.invalid("Invalid `topic` field. Another event stream writes to this topic.");
            case StreamProblem.NoSuchStream _ -> ResendErrors.notFound("Event stream");
            case BadTopic(var _, String prefix, var why) ->
                ResendErrors.invalid("Invalid `topic` field. " + spell(why, prefix));
        };
    }

    private static String spell(StreamProblem.Why why, String prefix) {
        return switch (why) {
            case PREFIX -> "The topic must begin with `" + prefix + "` and go on after it.";
            case CHARACTERS -> "The topic can only contain ASCII letters, numbers, dots, underscores and hyphens.";
            case TOO_LONG -> "The topic must not be longer than 249 characters.";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @JsonPropertyOrder({"id", "topic", "events", "status", "trouble", "created_at"})
    private record ListedJson(
            UUID id,
            String topic,
            @Nullable List<String> events,
            String status,
            @Nullable TroubleJson trouble,
            String createdAt) {
        static ListedJson of(EventStream stream) {
            return new ListedJson(
                    stream.id().value(),
                    stream.details().topic(),
                    stream.details().events(),
                    word(stream.details().status()),
                    TroubleJson.of(stream.trouble()),
                    Timestamps.postgres(stream.createdAt()));
        }
    }

    @JsonPropertyOrder({"object", "id", "topic", "events", "status", "trouble", "oldest_waiting_at", "created_at"})
    private record StreamJson(
            String object,
            UUID id,
            String topic,
            @Nullable List<String> events,
            String status,
            @Nullable TroubleJson trouble,
            @Nullable String oldestWaitingAt,
            String createdAt) {
        static StreamJson of(EventStream stream, @Nullable Instant oldestWaiting) {
            return new StreamJson(
                    OBJECT,
                    stream.id().value(),
                    stream.details().topic(),
                    stream.details().events(),
                    word(stream.details().status()),
                    TroubleJson.of(stream.trouble()),
                    Timestamps.postgresOrNull(oldestWaiting),
                    Timestamps.postgres(stream.createdAt()));
        }
    }

    @JsonPropertyOrder({"type", "message", "since"})
    private record TroubleJson(String type, String message, String since) {
        static @Nullable TroubleJson of(@Nullable Trouble trouble) {
            if (trouble == null) return null;
            return new TroubleJson(
                    word(trouble.failure()), sentence(trouble.failure()), Timestamps.postgres(trouble.since()));
        }
    }

    /// What the Kafka client says may name the operator's hosts, so customers get a sentence of ours.
    private static String sentence(Failure failure) {
        return switch (failure) {
            case RECORD_TOO_LARGE -> "The record is larger than the topic takes.";
            case REFUSED -> "The broker refuses the record.";
            case INVALID_TOPIC -> "No topic can have this name.";
            case TOPIC_MISSING -> "The topic does not exist.";
            case NOT_AUTHORISED -> "The server may not write to the topic.";
            case UNREACHABLE -> "The brokers do not take records at the moment.";
        };
    }

    @JsonPropertyOrder({
        "id",
        "record_id",
        "key",
        "type",
        "status",
        "attempts",
        "failure",
        "partition",
        "offset",
        "sent_at",
        "created_at"
    })
    private record MessageJson(
            UUID id,
            String recordId,
            String key,
            String type,
            String status,
            int attempts,
            @Nullable MessageFailureJson failure,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer partition,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long offset,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String sentAt,

            String createdAt) {
        static MessageJson of(StreamMessage message) {
            var place = Optional.ofNullable(message.place());
            return new MessageJson(
                    message.id(),
                    message.recordId(),
                    message.key(),
                    message.type(),
                    word(message.state()),
                    message.attempts(),
                    MessageFailureJson.of(message.failure()),
                    place.map(Place::partition).orElse(null),
                    place.map(Place::offset).orElse(null),
                    place.map(Place::sentAt).map(Timestamps::postgres).orElse(null),
                    Timestamps.postgres(message.at()));
        }
    }

    @JsonPropertyOrder({"type", "message"})
    private record MessageFailureJson(String type, String message) {
        static @Nullable MessageFailureJson of(@Nullable Failure failure) {
            return failure == null ? null : new MessageFailureJson(word(failure), sentence(failure));
        }
    }

    @JsonPropertyOrder({"object", "id", "messages"})
    private record ReplayJson(String object, UUID id, int messages) {}
}
