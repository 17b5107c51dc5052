package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.webhooks.CreateResult.Created;
import dev.pennypost.webhooks.CreateResult.Refused;
import dev.pennypost.webhooks.SignedWebhook;
import dev.pennypost.webhooks.Webhook;
import dev.pennypost.webhooks.WebhookId;
import dev.pennypost.webhooks.WebhookProblem;
import dev.pennypost.webhooks.WebhookStatus;
import dev.pennypost.webhooks.Webhooks;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The routes of webhook endpoints (contract §21).
final class WebhookRoutes {
    private static final String OBJECT = "webhook";

    private final Webhooks webhooks;

    WebhookRoutes(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    void register(Router router) {
        router.post("/webhooks", Access.FULL, this::create)
                .get("/webhooks", Access.FULL, this::list)
                .get("/webhooks/{webhook_id}", Access.FULL, this::get)
                .delete("/webhooks/{webhook_id}", Access.FULL, this::remove);
    }

    private Response create(Request request) {
        Fields fields = request.fields();
        String endpoint = fields.requiredText("endpoint");
        List<String> events = events(fields);
        return switch (webhooks.create(request.caller().team(), endpoint, events)) {
            case Created(SignedWebhook created) -> Response.created(CreatedJson.of(created));
            case Refused(WebhookProblem problem) -> spell(problem);
        };
    }

    private Response list(Request request) {
        var page = webhooks.list(request.caller().team(), ResendPaging.twentyByDefault(request));
        return ResendPaging.list(page, ListedJson::of);
    }

    private Response get(Request request) {
        return webhooks.get(request.caller().team(), id(request))
                .map(found -> Response.ok(WebhookJson.of(found)))
                .orElseGet(WebhookRoutes::notFound);
    }

    private Response remove(Request request) {
        WebhookId id = id(request);
        if (!webhooks.remove(request.caller().team(), id)) return notFound();
        return Response.ok(new RemovedJson(OBJECT, id.value(), true));
    }

    private static WebhookId id(Request request) {
        return new WebhookId(ResendIds.inPath(request, "webhook_id"));
    }

    private static List<String> events(Fields fields) {
        if (fields.node("events") == null) throw new Refusal(new HttpProblem.MissingField("events"));
        List<String> events = fields.texts("events");
        for (String event : events) {
            if (!EventNames.isKnown(event)) throw bad("events", "Unknown event `" + event + "`.");
        }
        return events;
    }

    private static Refusal bad(String field, String why) {
        return new Refusal(new HttpProblem.BadField(field, "Invalid `" + field + "` field. " + why));
    }

    private static Response spell(WebhookProblem problem) {
        return ResendErrors.invalid(
                switch (problem) {
                    case WebhookProblem.NoEvents() -> "Invalid `events` field. At least one event is required.";
                    case WebhookProblem.BadEndpoint(var _, var why) -> "Invalid `endpoint` field. " + spell(why);
                });
    }

    private static String spell(WebhookProblem.Why why) {
        return switch (why) {
            case NOT_A_URL -> "The endpoint must be a valid URL.";
            case SCHEME -> "The endpoint must use HTTPS.";
            case USER_INFO -> "The endpoint must not contain a user name or password.";
            case TOO_LONG -> "The endpoint must not be longer than 2048 characters.";
        };
    }

    private static Response notFound() {
        return ResendErrors.notFound("Webhook");
    }

    private static String status(WebhookStatus status) {
        return switch (status) {
            case ENABLED -> "enabled";
            case DISABLED -> "disabled";
        };
    }

    @JsonPropertyOrder({"object", "id", "signing_secret"})
    private record CreatedJson(String object, UUID id, String signingSecret) {
        static CreatedJson of(SignedWebhook created) {
            return new CreatedJson(
                    OBJECT,
                    created.webhook().id().value(),
                    created.signingSecret().reveal());
        }
    }

    @JsonPropertyOrder({"id", "endpoint", "events", "status", "created_at"})
    private record ListedJson(
            UUID id, String endpoint, @Nullable List<String> events, String status, String createdAt) {
        static ListedJson of(Webhook webhook) {
            return new ListedJson(
                    webhook.id().value(),
                    webhook.endpoint(),
                    webhook.events(),
                    WebhookRoutes.status(webhook.status()),
                    Timestamps.postgres(webhook.createdAt()));
        }
    }

    @JsonPropertyOrder({"object", "id", "endpoint", "events", "status", "created_at", "signing_secret"})
    private record WebhookJson(
            String object,
            UUID id,
            String endpoint,
            @Nullable List<String> events,
            String status,
            String createdAt,
            String signingSecret) {
        static WebhookJson of(SignedWebhook signed) {
            Webhook webhook = signed.webhook();
            return new WebhookJson(
                    OBJECT,
                    webhook.id().value(),
                    webhook.endpoint(),
                    webhook.events(),
                    WebhookRoutes.status(webhook.status()),
                    Timestamps.postgres(webhook.createdAt()),
                    signed.signingSecret().reveal());
        }
    }

    @JsonPropertyOrder({"object", "id", "deleted"})
    private record RemovedJson(String object, UUID id, boolean deleted) {}
}
