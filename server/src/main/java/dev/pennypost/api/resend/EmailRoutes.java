package dev.pennypost.api.resend;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.emails.Content;
import dev.pennypost.emails.Email;
import dev.pennypost.emails.EmailId;
import dev.pennypost.emails.EmailProblem;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.SendResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/emails` (contract §9).
final class EmailRoutes {
    private final Emails emails;

    EmailRoutes(Emails emails) {
        this.emails = emails;
    }

    void register(Router router) {
        router.post("/emails", Access.SENDING, this::send)
                .get("/emails", Access.FULL, this::list)
                .get("/emails/{id}", Access.FULL, this::get);
    }

    private Response send(Request request) {
        return switch (emails.send(request.caller(), EmailJson.read(request.fields()))) {
            case SendResult.Accepted(EmailId id) -> Response.ok(Map.of("id", id.toString()));
            case SendResult.Refused(EmailProblem problem) -> spell(problem);
        };
    }

    private Response list(Request request) {
        return ResendPaging.list(
                emails.list(request.caller().team(), ResendPaging.twentyByDefault(request)), EmailRoutes::listed);
    }

    private Response get(Request request) {
        var id = new EmailId(ResendIds.inPath(request, "id"));
        var team = request.caller().team();
        Optional<Email> email = emails.get(team, id);
        if (email.isEmpty()) return ResendErrors.notFound("Email");
        Content content = emails.content(team, id).orElseGet(() -> new Content(null, null, List.of()));
        return Response.ok(detailed(email.get(), content));
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
            case EmailProblem.NoBody() ->
                ResendErrors.of(422, ResendErrors.MISSING_FIELD, "Missing `html` or `text` field.");
            case EmailProblem.TooLarge(long limit) ->
                ResendErrors.of(
                        413,
                        ResendErrors.VALIDATION,
                        "The email is too large. Body and attachments may have " + limit / (1024 * 1024)
                                + " MB after Base64 encoding.");
            case EmailProblem.BadTag(String tag, String why) ->
                ResendErrors.invalid("Invalid `tags` field. `" + tag + "` " + why + ".");
            case EmailProblem.BadText(String field, String why) ->
                ResendErrors.invalid("Invalid `" + field + "` field. It " + why + ".");
        };
    }

    private static Map<String, @Nullable Object> listed(Email email) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("id", email.id().toString());
        json.put("message_id", email.messageId());
        json.put("to", email.to());
        json.put("from", email.from());
        json.put("created_at", Timestamps.postgres(email.createdAt()));
        json.put("subject", email.subject());
        json.put("bcc", nullIfEmpty(email.bcc()));
        json.put("cc", nullIfEmpty(email.cc()));
        json.put("reply_to", nullIfEmpty(email.replyTo()));
        json.put("last_event", ResendStatuses.of(email.lastEvent()));
        json.put("scheduled_at", null);
        json.put("topic_id", null);
        return json;
    }

    private static Map<String, @Nullable Object> detailed(Email email, Content content) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("object", "email");
        json.putAll(listed(email));
        json.put("bcc", email.bcc());
        json.put("cc", email.cc());
        json.put("reply_to", email.replyTo());
        json.put("html", content.html());
        json.put("text", content.text());
        if (!email.tags().isEmpty())
            json.put(
                    "tags",
                    email.tags().entrySet().stream()
                            .map(tag -> Map.of("name", tag.getKey(), "value", tag.getValue()))
                            .toList());
        return json;
    }

    private static @Nullable List<String> nullIfEmpty(List<String> list) {
        return list.isEmpty() ? null : list;
    }
}
