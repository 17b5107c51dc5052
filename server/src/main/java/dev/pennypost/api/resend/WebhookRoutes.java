package dev.pennypost.api.resend;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.api.resend.WebhookJson.ItemJson;
import dev.pennypost.api.resend.WebhookJson.SecretJson;
import dev.pennypost.domains.DomainId;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.ChangeResult;
import dev.pennypost.webhooks.CreateResult.Created;
import dev.pennypost.webhooks.CreateResult.Refused;
import dev.pennypost.webhooks.NewWebhook;
import dev.pennypost.webhooks.SignedWebhook;
import dev.pennypost.webhooks.WebhookChange;
import dev.pennypost.webhooks.EventTypes;
import dev.pennypost.webhooks.WebhookHealth;
import dev.pennypost.webhooks.WebhookId;
import dev.pennypost.webhooks.WebhookProblem;
import dev.pennypost.webhooks.WebhookStatus;
import dev.pennypost.webhooks.Webhooks;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The routes of webhook endpoints (contract §21).
final class WebhookRoutes {
    private static final int MOST_DOMAINS = 100;
    private static final String DOMAINS = "domain_ids";

    private final Webhooks webhooks;
    private final OwnDomains domains;

    /// @param domains knows the domains of a team
    WebhookRoutes(Webhooks webhooks, OwnDomains domains) {
        this.webhooks = webhooks;
        this.domains = domains;
    }

    void register(Router router) {
        router.post("/webhooks", Access.FULL, this::create)
                .get("/webhooks", Access.FULL, this::list)
                .get("/webhooks/{webhook_id}", Access.FULL, this::get)
                .patch("/webhooks/{webhook_id}", Access.FULL, this::change)
                .delete("/webhooks/{webhook_id}", Access.FULL, this::remove)
                .post("/webhooks/{webhook_id}/signing-secret/rotate", Access.FULL, this::rotate);
    }

    private Response create(Request request) {
        Fields fields = request.fields();
        TeamId team = request.caller().team();
        String endpoint = fields.requiredText("endpoint");
        List<String> events = events(fields);
        if (events == null) throw new Refusal(new HttpProblem.MissingField("events"));
        Set<UUID> filter = filter(team, fields);
        boolean ordered = fields.flag("ordered").orElse(false);
        return switch (webhooks.create(
                team, new NewWebhook(endpoint, events, filter == null ? Set.of() : filter, ordered))) {
            case Created(SignedWebhook created) -> Response.created(SecretJson.of(created));
            case Refused(WebhookProblem problem) -> spell(problem);
        };
    }

    private Response list(Request request) {
        var page = webhooks.list(request.caller().team(), ResendPaging.twentyByDefault(request));
        return ResendPaging.list(page, ItemJson::of);
    }

    private Response get(Request request) {
        TeamId team = request.caller().team();
        WebhookId id = id(request);
        return webhooks.get(team, id)
                .map(found -> Response.ok(WebhookJson.of(found, health(team, id))))
                .orElseGet(WebhookRoutes::notFound);
    }

    private WebhookHealth health(TeamId team, WebhookId id) {
        return webhooks.health(team, List.of(id)).getOrDefault(id, WebhookHealth.WELL);
    }

    private Response change(Request request) {
        Fields fields = request.fields();
        TeamId team = request.caller().team();
        var change = new WebhookChange(
                fields.text("endpoint").orElse(null),
                events(fields),
                fields.text("status").map(WebhookRoutes::status).orElse(null),
                filter(team, fields),
                fields.flag("ordered").orElse(null));
        return switch (webhooks.change(team, id(request), change)) {
            case ChangeResult.Changed(var webhook) ->
                Response.ok(new IdJson(WebhookJson.OBJECT, webhook.id().value()));
            case ChangeResult.Refused(WebhookProblem problem) -> spell(problem);
            case ChangeResult.NoSuchWebhook() -> notFound();
        };
    }

    private Response rotate(Request request) {
        return webhooks.rotate(request.caller().team(), id(request))
                .map(rotated -> Response.ok(SecretJson.of(rotated)))
                .orElseGet(WebhookRoutes::notFound);
    }

    private Response remove(Request request) {
        WebhookId id = id(request);
        if (!webhooks.remove(request.caller().team(), id)) return notFound();
        return Response.ok(new DeletedJson(WebhookJson.OBJECT, id.value(), true));
    }

    static WebhookId id(Request request) {
        return new WebhookId(ResendIds.inPath(request, "webhook_id"));
    }

    static Response notFound() {
        return ResendErrors.notFound("Webhook");
    }

    /// The events of a body; null when it names none.
    static @Nullable List<String> events(Fields fields) {
        if (fields.node("events") == null) return null;
        List<String> events = fields.texts("events");
        for (String event : events) {
            if (!EventTypes.isKnown(event)) throw bad("events", "Unknown event `" + event + "`.");
        }
        return events.stream().distinct().toList();
    }

    /// The domains whose events are wanted: none given is null, an empty list and a null stand for all.
    private @Nullable Set<UUID> filter(TeamId team, Fields fields) {
        if (!fields.names().contains(DOMAINS)) return null;
        List<String> texts = fields.texts(DOMAINS);
        if (texts.size() > MOST_DOMAINS) throw bad(DOMAINS, "There can be at most " + MOST_DOMAINS + " domains.");
        var ids = new LinkedHashSet<UUID>();
        for (String text : texts) ids.add(ResendIds.parse(text).orElseThrow(() -> ResendIds.malformed(DOMAINS)));
        Set<DomainId> known =
                domains.known(team, ids.stream().map(DomainId::new).toList());
        for (UUID id : ids) if (!known.contains(new DomainId(id))) throw bad(DOMAINS, "Unknown domain `" + id + "`.");
        return ids;
    }

    private static WebhookStatus status(String text) {
        return switch (text) {
            case "enabled" -> WebhookStatus.ENABLED;
            case "disabled" -> WebhookStatus.DISABLED;
            default ->
                throw new Refusal(new HttpProblem.BadField("status", "Status must be \"enabled\" | \"disabled\""));
        };
    }

    static Refusal bad(String field, String why) {
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

    /// Which domains are a team's.
    @FunctionalInterface
    interface OwnDomains {
        /// Those of these that the team has.
        Set<DomainId> known(TeamId team, Collection<DomainId> ids);
    }
}
