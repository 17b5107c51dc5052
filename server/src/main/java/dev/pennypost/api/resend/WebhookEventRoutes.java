package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.MadeAttempt;
import dev.pennypost.webhooks.MessageStatus;
import dev.pennypost.webhooks.ReplayRange;
import dev.pennypost.webhooks.ReplayResult;
import dev.pennypost.webhooks.SvixId;
import dev.pennypost.webhooks.WebhookId;
import dev.pennypost.webhooks.WebhookMessage;
import dev.pennypost.webhooks.WebhookMessage.Summary;
import dev.pennypost.webhooks.Webhooks;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of the events of a webhook, and sending them again (contract §21).
final class WebhookEventRoutes {
    private static final String OBJECT = "webhook_event";
    private static final String EVENTS = "/webhooks/{webhook_id}/events";

    private final Webhooks webhooks;
    private final InstantSource clock;

    WebhookEventRoutes(Webhooks webhooks, InstantSource clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    void register(Router router) {
        router.get(EVENTS, Access.FULL, this::list)
                .get(EVENTS + "/{event_id}", Access.FULL, this::get)
                .get(EVENTS + "/{event_id}/attempts", Access.FULL, this::attempts)
                .post(EVENTS + "/{event_id}/replay", Access.FULL, this::replay)
                .post("/webhooks/{webhook_id}/replay", Access.FULL, this::replayRange);
    }

    private Response list(Request request) {
        TeamId team = request.caller().team();
        WebhookId webhook = WebhookRoutes.id(request);
        var wanted = ResendPaging.onwards(request, SvixId.MESSAGE::parse);
        MessageStatus status =
                request.query("status").map(WebhookEventRoutes::status).orElse(null);
        if (webhooks.get(team, webhook).isEmpty()) return WebhookRoutes.notFound();
        return ResendPaging.list(webhooks.messages(team, webhook, status, wanted), ItemJson::of);
    }

    private static MessageStatus status(String word) {
        return Arrays.stream(MessageStatus.values())
                .filter(status -> word(status).equals(word))
                .findFirst()
                .orElseThrow(() -> EmailJson.bad(
                        "status", "Status must be \"pending\" | \"attempting\" | \"success\" | \"failed\""));
    }

    private Response get(Request request) {
        TeamId team = request.caller().team();
        WebhookId webhook = WebhookRoutes.id(request);
        if (webhooks.get(team, webhook).isEmpty()) return WebhookRoutes.notFound();
        return id(request)
                .flatMap(event -> webhooks.message(team, webhook, event))
                .map(found -> Response.ok(EventJson.of(found)))
                .orElseGet(WebhookEventRoutes::noSuchEvent);
    }

    private Response attempts(Request request) {
        TeamId team = request.caller().team();
        WebhookId webhook = WebhookRoutes.id(request);
        var wanted = ResendPaging.onwards(request, SvixId.ATTEMPT::parse);
        if (webhooks.get(team, webhook).isEmpty()) return WebhookRoutes.notFound();
        return id(request)
                .flatMap(event -> webhooks.message(team, webhook, event))
                .map(found -> ResendPaging.list(
                        webhooks.attempts(team, webhook, found.summary().id(), wanted), AttemptJson::of))
                .orElseGet(WebhookEventRoutes::noSuchEvent);
    }

    private Response replay(Request request) {
        TeamId team = request.caller().team();
        WebhookId webhook = WebhookRoutes.id(request);
        Optional<UUID> event = id(request);
        if (event.isEmpty()) return webhooks.get(team, webhook).isEmpty() ? WebhookRoutes.notFound() : noSuchEvent();
        return switch (webhooks.replay(team, webhook, event.get())) {
            case ReplayResult.Replayed _ -> Response.ok(new ReplayedJson(OBJECT, SvixId.MESSAGE.of(event.get())));
            case ReplayResult.Refused refused -> spell(refused);
        };
    }

    private Response replayRange(Request request) {
        Fields fields = request.fields();
        WebhookId webhook = WebhookRoutes.id(request);
        return switch (webhooks.replay(request.caller().team(), webhook, range(fields))) {
            case ReplayResult.Replayed(long messages) ->
                Response.json(202, new RangeJson("webhook_replay", webhook.value(), messages));
            case ReplayResult.Refused refused -> spell(refused);
        };
    }

    private ReplayRange range(Fields fields) {
        Instant since = time("since", fields.requiredText("since"));
        Instant until = time("until", fields.requiredText("until"));
        if (!since.isBefore(until)) throw EmailJson.bad("since", "Invalid `since`. It must be before `until`.");
        if (since.isAfter(clock.instant())) throw EmailJson.bad("since", "Invalid `since`. It is in the future.");
        List<String> events = WebhookRoutes.events(fields);
        return new ReplayRange(since, until, statuses(fields), events == null ? Set.of() : Set.copyOf(events));
    }

    private static Set<MessageStatus> statuses(Fields fields) {
        List<String> words = fields.texts("status");
        if (words.isEmpty()) return EnumSet.of(MessageStatus.FAILED);
        var statuses = EnumSet.noneOf(MessageStatus.class);
        for (String word : words)
            statuses.add(
                    switch (word) {
                        case "failed" -> MessageStatus.FAILED;
                        case "success" -> MessageStatus.SUCCESS;
                        default -> throw EmailJson.bad("status", "Status must be \"success\" | \"failed\"");
                    });
        return statuses;
    }

    private static Instant time(String field, String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            // what PostgreSQL and the ids of messages can hold
            if (!time.isBefore(Instant.EPOCH) && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) return time;
        } catch (DateTimeException malformed) {
            // told below, together with times that are far off
        }
        throw EmailJson.bad(field, "Invalid `" + field + "`.");
    }

    private static Response spell(ReplayResult.Refused refused) {
        return switch (refused) {
            case ReplayResult.NoSuchWebhook() -> WebhookRoutes.notFound();
            case ReplayResult.NoSuchMessage() -> noSuchEvent();
            case ReplayResult.IsDisabled() ->
                ResendErrors.invalid("The webhook is disabled. Enable it to replay its events.");
            case ReplayResult.TooEarly(int days) ->
                ResendErrors.invalid("Invalid `since`. Events are kept for " + days + " days.");
        };
    }

    private static Optional<UUID> id(Request request) {
        return SvixId.MESSAGE.parse(request.parameter("event_id"));
    }

    private static Response noSuchEvent() {
        return ResendErrors.notFound("Webhook event");
    }

    private static String word(MessageStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    @JsonPropertyOrder({"id", "type", "created_at", "status"})
    private record ItemJson(String id, String type, String createdAt, String status) {
        static ItemJson of(Summary event) {
            return new ItemJson(
                    SvixId.MESSAGE.of(event.id()),
                    event.type(),
                    Timestamps.iso(event.createdAt()),
                    word(event.status()));
        }
    }

    @JsonPropertyOrder({"object", "id", "type", "created_at", "status", "next_attempt_at", "payload"})
    private record EventJson(
            String object,
            String id,
            String type,
            String createdAt,
            String status,
            @Nullable String nextAttemptAt,
            @JsonRawValue String payload) {
        static EventJson of(WebhookMessage message) {
            Summary event = message.summary();
            Instant next = message.nextAttemptAt();
            return new EventJson(
                    OBJECT,
                    SvixId.MESSAGE.of(event.id()),
                    event.type(),
                    Timestamps.iso(event.createdAt()),
                    word(event.status()),
                    next == null ? null : Timestamps.iso(next),
                    message.payload());
        }
    }

    /// A status of 0 says that there was no answer, as Svix has it; then the response says why.
    @JsonPropertyOrder({"id", "http_status_code", "response", "sent_at", "duration_ms"})
    private record AttemptJson(String id, int httpStatusCode, String response, String sentAt, int durationMs) {
        static AttemptJson of(MadeAttempt attempt) {
            return new AttemptJson(
                    SvixId.ATTEMPT.of(attempt.id()),
                    attempt.status(),
                    attempt.response(),
                    Timestamps.iso(attempt.sentAt()),
                    attempt.tookMillis());
        }
    }

    @JsonPropertyOrder({"object", "id"})
    private record ReplayedJson(String object, String id) {}

    @JsonPropertyOrder({"object", "webhook_id", "replayed"})
    private record RangeJson(String object, UUID webhookId, long replayed) {}
}
