package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.delivery.Standing;
import dev.pennypost.emails.AgainResult;
import dev.pennypost.emails.BatchItem;
import dev.pennypost.emails.BatchResult;
import dev.pennypost.emails.ChangeResult;
import dev.pennypost.emails.Content;
import dev.pennypost.emails.Email;
import dev.pennypost.emails.EmailFilter;
import dev.pennypost.emails.EmailId;
import dev.pennypost.emails.EmailProblem;
import dev.pennypost.emails.EmailShares;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.EmailsFound;
import dev.pennypost.emails.ItemResult;
import dev.pennypost.emails.SendEmail;
import dev.pennypost.emails.SendResult;
import dev.pennypost.emails.schedule.ScheduleText;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import dev.pennypost.templates.Templates;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/emails` (contract §9).
final class EmailRoutes {
    private static final String BATCH = "POST /emails/batch";
    private static final int MOST_IN_A_BATCH = 100;

    private final Emails emails;
    private final QuotaHeaders quotas;
    private final Templates templates;
    private final EmailLinks links;
    private final InstantSource clock;

    EmailRoutes(Emails emails, QuotaHeaders quotas, Templates templates, EmailLinks links, InstantSource clock) {
        this.emails = emails;
        this.quotas = quotas;
        this.templates = templates;
        this.links = links;
        this.clock = clock;
    }

    void register(Router router) {
        router.post("/emails", Access.SENDING, this::send)
                .get("/emails", Access.FULL, this::list)
                .post("/emails/batch", Access.SENDING, this::sendBatch)
                .get("/emails/{id}", Access.FULL, this::get)
                .patch("/emails/{id}", Access.FULL, this::reschedule)
                .post("/emails/{id}/cancel", Access.FULL, this::cancel)
                .post("/emails/{id}/share", Access.FULL, this::share)
                .post("/emails/{id}/resend", Access.FULL, this::sendAgain)
                .get("/emails/{id}/source", Access.FULL, this::source);
    }

    private Response send(Request request) {
        var key = IdempotencyHeader.read(request, "POST /emails");
        var answer = switch (emails.send(request.caller(), () -> email(request, request.fields()), key)) {
            case SendResult.Accepted(EmailId id) -> Response.ok(Map.of("id", id.toString()));
            case SendResult.Refused(EmailProblem problem) -> spell(problem);
        };
        return quotas.on(answer, request.caller().team());
    }

    /// Contract §10.
    private Response sendBatch(Request request) {
        var key = IdempotencyHeader.read(request, BATCH);
        boolean strict = isStrict(request);
        JsonNode list = request.json();
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_IN_A_BATCH)
            return ResendErrors.invalid("The request body must be an array of 1 to " + MOST_IN_A_BATCH + " emails.");
        Supplier<List<BatchItem>> items = () -> items(request, list, strict);
        var answer = switch (emails.sendAll(request.caller(), items, strict, EmailRoutes::words, key)) {
            case BatchResult.Done(var results) -> Response.ok(batch(results, strict));
            case BatchResult.Refused(var problem) -> spell(problem);
        };
        return quotas.on(answer, request.caller().team());
    }

    private List<BatchItem> items(Request request, JsonNode list, boolean strict) {
        var items = new ArrayList<BatchItem>(list.size());
        for (JsonNode item : list) items.add(strict ? understood(request, item) : understoodOrNot(request, item));
        return items;
    }

    private static boolean isStrict(Request request) {
        return switch (request.header("x-batch-validation").orElse("strict")) {
            case "strict" -> true;
            case "permissive" -> false;
            default ->
                throw EmailJson.bad(
                        "x-batch-validation",
                        "Invalid `x-batch-validation` header. It must be \"strict\" | \"permissive\".");
        };
    }

    private SendEmail email(Request request, Fields fields) {
        var templating = new Templating(templates, request.caller().team());
        return EmailJson.read(fields, clock.instant(), templating);
    }

    private BatchItem understood(Request request, JsonNode item) {
        var fields = Fields.of(item);
        if (fields.node("attachments") != null)
            throw EmailJson.bad("attachments", "The `attachments` field is not supported in batch emails.");
        return new BatchItem.Understood(email(request, fields));
    }

    private BatchItem understoodOrNot(Request request, JsonNode item) {
        try {
            return understood(request, item);
        } catch (Refusal refusal) {
            return new BatchItem.NotUnderstood(words(refusal.problem()));
        }
    }

    /// Contract §3.3: an email of a batch that lacks a field is told so in other words than a single one.
    private static String words(HttpProblem problem) {
        return problem instanceof HttpProblem.MissingField(String field)
                ? "The `" + field + "` field is missing."
                : ResendErrors.message(ResendErrors.of(problem));
    }

    private static String words(EmailProblem problem) {
        return ResendErrors.message(spell(problem));
    }

    private static BatchJson batch(List<ItemResult> results, boolean strict) {
        var accepted = new ArrayList<AcceptedJson>();
        var errors = new ArrayList<ErrorJson>();
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case ItemResult.Accepted(var id) -> accepted.add(new AcceptedJson(id.value()));
                case ItemResult.Refused(var message) -> errors.add(new ErrorJson(i, message));
            }
        }
        return new BatchJson(accepted, strict ? null : errors);
    }

    private record AcceptedJson(UUID id) {}

    private record ErrorJson(int index, String message) {}

    /// @param errors only in permissive answers
    private record BatchJson(
            List<AcceptedJson> data,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<ErrorJson> errors) {}

    private Response reschedule(Request request) {
        var id = new EmailId(ResendIds.inPath(request, "id"));
        var time = EmailJson.time("scheduled_at", request.fields().requiredText("scheduled_at"), clock.instant());
        return changed(emails.reschedule(request.caller().team(), id, time));
    }

    private Response cancel(Request request) {
        return changed(emails.cancel(request.caller().team(), new EmailId(ResendIds.inPath(request, "id"))));
    }

    /// Contract §9.6.
    private Response share(Request request) {
        var id = new EmailId(ResendIds.inPath(request, "id"));
        Duration validFor =
                request.fields().text("expires_in").map(EmailRoutes::validFor).orElse(EmailShares.LONGEST);
        return links.shares()
                .create(request.caller().team(), id, validFor)
                .map(token -> links.origin().apply(request) + links.sharePage().apply(token))
                .map(url -> Response.ok(new SharedJson("email", id.value(), url)))
                .orElseGet(() -> ResendErrors.notFound("Email"));
    }

    private static Duration validFor(String text) {
        Duration asked = ScheduleText.duration(text)
                .filter(Duration::isPositive)
                .orElseThrow(() -> EmailJson.bad(
                        "expires_in",
                        "Invalid `expires_in` field. Use a duration such as `10m`, `2 hours` or `1h 30m`."));
        if (asked.compareTo(EmailShares.LONGEST) > 0)
            throw EmailJson.bad("expires_in", "expires_in must not exceed 48 hours");
        return asked;
    }

    private record SharedJson(String object, UUID id, String url) {}

    private static Response changed(ChangeResult result) {
        return switch (result) {
            case ChangeResult.Changed(var id) -> Response.ok(new IdJson("email", id.value()));
            case ChangeResult.Refused(var problem) -> spell(problem);
            case ChangeResult.NoSuchEmail() -> ResendErrors.notFound("Email");
        };
    }

    private Response list(Request request) {
        TeamId team = request.caller().team();
        PageRequest page = ResendPaging.twentyByDefault(request);
        EmailFilter filter = EmailQuery.of(request);
        if (filter.isEmpty()) return ResendPaging.list(emails.list(team, page), EmailRoutes::listed);
        return emails.search(team, filter, page)
                .map(found -> Response.ok(FoundJson.of(found)))
                .orElseGet(ResendPaging::unknownCursor);
    }

    /// A list of what a search found.
    ///
    /// @param searchedTo where to go on, where time was up before the list was full
    private record FoundJson(
            String object,
            boolean hasMore,
            List<Map<String, @Nullable Object>> data,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UUID searchedTo) {
        static FoundJson of(EmailsFound found) {
            return new FoundJson(
                    "list",
                    found.page().hasMore(),
                    found.page().items().stream().map(EmailRoutes::listed).toList(),
                    found.searchedTo() == null ? null : found.searchedTo().value());
        }
    }

    /// Not of this API.
    private Response sendAgain(Request request) {
        var id = new EmailId(ResendIds.inPath(request, "id"));
        var answer = switch (emails.sendAgain(request.caller(), id)) {
            case AgainResult.Accepted(EmailId again) -> Response.ok(Map.of("id", again.toString()));
            case AgainResult.Refused(EmailProblem problem) -> spell(problem);
            case AgainResult.NeverLeft() -> ResendErrors.invalid("Only emails that have left can be sent again.");
            case AgainResult.NoSuchEmail() -> ResendErrors.notFound("Email");
        };
        return quotas.on(answer, request.caller().team());
    }

    /// Not of this API.
    private Response source(Request request) {
        var id = new EmailId(ResendIds.inPath(request, "id"));
        return emails.source(request.caller().team(), id)
                .map(message -> Response.bytes("message/rfc822", message)
                        .with("X-Content-Type-Options", "nosniff")
                        .with("Content-Disposition", "attachment; filename=\"" + id + ".eml\""))
                .orElseGet(() -> ResendErrors.notFound("Email"));
    }

    private Response get(Request request) {
        var id = new EmailId(ResendIds.inPath(request, "id"));
        var team = request.caller().team();
        Optional<Email> email = emails.get(team, id);
        if (email.isEmpty()) return ResendErrors.notFound("Email");
        Content content = emails.content(team, id).orElseGet(() -> new Content(null, null, List.of()));
        return Response.ok(detailed(email.get(), content, emails.standings(team, id)));
    }

    private static Response spell(EmailProblem problem) {
        return switch (problem) {
            case EmailProblem.SenderNotVerified(var domain) ->
                ResendErrors.of(
                        403,
                        ResendErrors.VALIDATION,
                        "The " + domain + " domain is not verified. Please, add and verify your domain.");
            case EmailProblem.KeyBoundElsewhere(var domain) ->
                ResendErrors.of(
                        403,
                        ResendErrors.VALIDATION,
                        "This API key is not allowed to send from the " + domain + " domain.");
            case EmailProblem.NoRecipients() -> ResendErrors.missing("to");
            case EmailProblem.TooManyRecipients(int found, int limit) ->
                ResendErrors.invalid("Too many recipients: " + found + ". An email can have at most " + limit
                        + " in `to`, `cc` and `bcc` together.");
            case EmailProblem.NoSuchTopic() -> TopicRoutes.notFound();
            case EmailProblem.NoBody() ->
                ResendErrors.of(422, ResendErrors.MISSING_FIELD, "Missing `html` or `text` field.");
            case EmailProblem.TooLarge(long limit) ->
                ResendErrors.of(
                        413,
                        ResendErrors.VALIDATION,
                        "The email is too large. Body and attachments may have " + limit / (1024 * 1024)
                                + " MB after Base64 encoding.");
            case EmailProblem.NobodysDomain(String field, var domain) ->
                ResendErrors.invalid("Invalid `" + field
                        + "` field. Please use our testing email address instead of domains like `" + domain + "`.");
            case EmailProblem.BlockedFile(String ending) ->
                ResendErrors.of(
                        422, "invalid_attachment", "Attachments with the extension `" + ending + "` are not sent.");
            case EmailProblem.BadTag(String tag, String why) ->
                ResendErrors.invalid("Invalid `tags` field. `" + tag + "` " + why + ".");
            case EmailProblem.KeyReused() ->
                ResendErrors.of(
                        409,
                        "invalid_idempotent_request",
                        "This idempotency key has been used with this HTTP method and endpoint within the last 24"
                                + " hours, but the request body was modified.");
            case EmailProblem.KeyInUse() ->
                ResendErrors.of(
                        409,
                        "concurrent_idempotent_requests",
                        "There is another request in progress with the same idempotency key.");
            case EmailProblem.TooFarAhead(int days) ->
                ResendErrors.invalid("Invalid `scheduled_at` field. It must be at most " + days + " days from now.");
            case EmailProblem.NotInTheFuture() ->
                ResendErrors.invalid("Invalid `scheduled_at` field. It must be in the future.");
            case EmailProblem.NotScheduled() ->
                ResendErrors.invalid("Only scheduled emails can be changed or canceled.");
            case EmailProblem.DailyQuotaExceeded() ->
                ResendErrors.of(429, "daily_quota_exceeded", "You have exceeded your daily email sending quota.");
            case EmailProblem.MonthlyQuotaExceeded() ->
                ResendErrors.of(429, "monthly_quota_exceeded", "You have exceeded your monthly email sending quota.");
            case EmailProblem.BadText(String field, String why) ->
                ResendErrors.invalid("Invalid `" + field + "` field. It " + why + ".");
        };
    }

    private static Map<String, @Nullable Object> listed(Email email) {
        var json = head(email);
        json.put("bcc", nullIfEmpty(email.bcc()));
        json.put("cc", nullIfEmpty(email.cc()));
        json.put("reply_to", nullIfEmpty(email.replyTo()));
        json.putAll(tail(email));
        return json;
    }

    private static Map<String, @Nullable Object> detailed(Email email, Content content, List<Standing> deliveries) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("object", "email");
        json.putAll(head(email));
        json.put("html", content.html());
        json.put("text", content.text());
        json.put("bcc", email.bcc());
        json.put("cc", email.cc());
        json.put("reply_to", email.replyTo());
        json.putAll(tail(email));
        if (!email.tags().isEmpty())
            json.put(
                    "tags",
                    email.tags().entrySet().stream()
                            .map(tag -> Map.of("name", tag.getKey(), "value", tag.getValue()))
                            .toList());
        if (!content.warnings().isEmpty())
            json.put(
                    "warnings",
                    content.warnings().stream().map(WhyRoutes.WarningJson::of).toList());
        if (!deliveries.isEmpty())
            json.put("deliveries", deliveries.stream().map(DeliveryJson::of).toList());
        return json;
    }

    /// Not of this API; SDKs pass over it.
    private record DeliveryJson(
            String to,
            String state,
            @Nullable String waitReason,
            @Nullable String nextAttemptAt,
            int attempts,
            @Nullable String lastReply,
            List<AttemptJson> attemptLog) {
        static DeliveryJson of(Standing standing) {
            return new DeliveryJson(
                    standing.recipient().toString(),
                    standing.state().spelled(),
                    standing.waits() == null ? null : standing.waits().spelled(),
                    Timestamps.postgresOrNull(standing.due()),
                    standing.attempts(),
                    standing.said(),
                    standing.tried().stream().map(AttemptJson::of).toList());
        }
    }

    /// Not of this API; SDKs pass over it.
    private record AttemptJson(
            int number,
            String at,
            @Nullable String server,
            String outcome,
            @Nullable String reply,
            @Nullable String category,
            @Nullable String rule,
            @Nullable String advice) {
        static AttemptJson of(Standing.Tried tried) {
            return new AttemptJson(
                    tried.number(),
                    Timestamps.postgres(tried.at()),
                    tried.host(),
                    tried.outcome(),
                    tried.said(),
                    tried.category(),
                    tried.rule(),
                    tried.advice());
        }
    }

    private static Map<String, @Nullable Object> head(Email email) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("id", email.id().toString());
        json.put("message_id", email.messageId());
        json.put("to", email.to());
        json.put("from", email.from());
        json.put("created_at", Timestamps.postgres(email.createdAt()));
        json.put("subject", email.subject());
        return json;
    }

    private static Map<String, @Nullable Object> tail(Email email) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("last_event", ResendStatuses.of(email.lastEvent()));
        json.put("scheduled_at", Timestamps.postgresOrNull(email.scheduledAt()));
        json.put("topic_id", email.topic() == null ? null : email.topic().value());
        return json;
    }

    private static @Nullable List<String> nullIfEmpty(List<String> list) {
        return list.isEmpty() ? null : list;
    }
}
