package dev.pennypost.api.autosend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.HttpProblem.BadApiKey;
import dev.pennypost.api.http.HttpProblem.BadField;
import dev.pennypost.api.http.HttpProblem.BadIdempotencyKey;
import dev.pennypost.api.http.HttpProblem.BodyTooLarge;
import dev.pennypost.api.http.HttpProblem.Broken;
import dev.pennypost.api.http.HttpProblem.InactiveApiKey;
import dev.pennypost.api.http.HttpProblem.MalformedBody;
import dev.pennypost.api.http.HttpProblem.MethodNotAllowed;
import dev.pennypost.api.http.HttpProblem.MissingApiKey;
import dev.pennypost.api.http.HttpProblem.MissingField;
import dev.pennypost.api.http.HttpProblem.NoAttachmentContent;
import dev.pennypost.api.http.HttpProblem.NoSuchEndpoint;
import dev.pennypost.api.http.HttpProblem.NotFound;
import dev.pennypost.api.http.HttpProblem.RestrictedApiKey;
import dev.pennypost.api.http.HttpProblem.TooLarge;
import dev.pennypost.api.http.HttpProblem.TooManyRequests;
import dev.pennypost.api.http.Response;
import dev.pennypost.domains.DomainProblem;
import dev.pennypost.domains.DomainProblem.AlreadyRegistered;
import dev.pennypost.domains.DomainProblem.BadName;
import dev.pennypost.domains.DomainProblem.BadReturnPath;
import dev.pennypost.domains.DomainProblem.BadTrackingSubdomain;
import dev.pennypost.domains.DomainProblem.NoOperatorZone;
import dev.pennypost.domains.DomainProblem.NobodyElseHasIt;
import dev.pennypost.domains.DomainProblem.NotASubdomain;
import dev.pennypost.domains.DomainProblem.NothingEnabled;
import dev.pennypost.domains.DomainProblem.PublicSuffix;
import dev.pennypost.domains.DomainProblem.UnknownRegion;
import dev.pennypost.emails.EmailProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// Problems as this API's envelopes: `{"success": false, "error": {"message", "code", "details"?}}`. The message stands
/// at the top too: that is where the SDK looks for the text it hands on.
final class AutosendErrors {
    private static final String VALIDATION = "VALIDATION_FAILED";
    private static final String NOT_FOUND = "NOT_FOUND";
    private static final String FORBIDDEN = "FORBIDDEN";
    private static final int SECONDS_TO_WAIT = 1;

    private AutosendErrors() {}

    static Response domainNotFound() {
        return of(404, NOT_FOUND, "Domain not found");
    }

    static Response of(DomainProblem problem) {
        return switch (problem) {
            case AlreadyRegistered(var name) ->
                of(409, "CONFLICT", "The domain " + name.unicode() + " has already been added.");
            case BadName(var text, var why) -> invalid("domain", "`" + text + "` " + why + ".");
            case PublicSuffix(var name) ->
                invalid(
                        "domain",
                        "`" + name.unicode()
                                + "` is a public suffix: names below it belong to different owners. Add a name below"
                                + " it.");
            case UnknownRegion(var text) ->
                invalid("regionKey", "`" + text + "` is not one of us-east-1, eu-west-1, sa-east-1, ap-northeast-1.");
            case BadReturnPath _,
                    BadTrackingSubdomain _,
                    NothingEnabled _,
                    NobodyElseHasIt _,
                    NoOperatorZone _,
                    NotASubdomain _ -> invalid("domain", "The domain cannot be added like this.");
        };
    }

    static Response of(EmailProblem problem) {
        return switch (problem) {
            case EmailProblem.SenderNotVerified(var domain) ->
                of(
                        403,
                        FORBIDDEN,
                        "The " + domain.unicode() + " domain may not send yet. Its ownership, DKIM and mail-from"
                                + " records must be published and verified.");
            case EmailProblem.KeyBoundElsewhere(var domain) ->
                of(403, FORBIDDEN, "This API key may not send from the " + domain.unicode() + " domain.");
            case EmailProblem.NoRecipients() -> invalid("to", "At least one recipient is required.");
            case EmailProblem.TooManyRecipients(int found, int limit) ->
                invalid("to", found + " recipients are too many. An email can have " + limit + ".");
            case EmailProblem.NoSuchTopic() -> of(404, NOT_FOUND, "Topic not found");
            case EmailProblem.NoBody() -> invalid("html", "Either `html` or `text` is required.");
            case EmailProblem.TooLarge(long limit) ->
                of(413, VALIDATION, "The email is larger than " + limit / (1024 * 1024) + " MB.");
            case EmailProblem.NobodysDomain(String field, var domain) ->
                invalid(field, "Nobody has a mailbox at " + domain + ".");
            case EmailProblem.BlockedFile(String ending) ->
                invalid("attachments", "Files with the extension `" + ending + "` are not sent.");
            case EmailProblem.BadTag(var tag, var why) -> invalid("categories", "`" + tag + "` " + why + ".");
            case EmailProblem.KeyReused(), EmailProblem.KeyInUse() ->
                of(409, "CONFLICT", "The idempotency key is taken by another request.");
            case EmailProblem.TooFarAhead(int days) -> invalid("sendAt", "At most " + days + " days ahead.");
            case EmailProblem.NotInTheFuture(), EmailProblem.NotScheduled() ->
                invalid("sendAt", "The email cannot be scheduled like this.");
            case EmailProblem.DailyQuotaExceeded() -> of(429, "QUOTA_EXCEEDED", "The daily sending quota is used up.");
            case EmailProblem.MonthlyQuotaExceeded() ->
                of(429, "QUOTA_EXCEEDED", "The monthly sending quota is used up.");
            case EmailProblem.BadText(var field, var why) -> invalid(field, "`" + field + "` " + why + ".");
        };
    }

    static Response of(HttpProblem problem) {
        return switch (problem) {
            case NoSuchEndpoint() -> of(404, NOT_FOUND, "The requested endpoint does not exist.");
            case MethodNotAllowed() -> of(405, "METHOD_NOT_ALLOWED", "The endpoint does not know this method.");
            case MissingApiKey(), BadApiKey(), InactiveApiKey() -> of(401, "UNAUTHORIZED", "Unauthorized");
            case RestrictedApiKey() -> of(403, FORBIDDEN, "This API key may only send emails.");
            case TooManyRequests(int perSecond) -> tooMany(perSecond);
            case BodyTooLarge(int limit) ->
                of(413, VALIDATION, "The request body must not be larger than " + limit + " bytes.");
            case TooLarge(String message) -> of(413, VALIDATION, message);
            case MalformedBody(String why) -> of(400, VALIDATION, "The request body could not be read: " + why);
            case BadField(String field, String message) -> invalid(field, message);
            case MissingField(String field) -> invalid(field, "`" + field + "` is required.");
            case NotFound(String what) -> of(404, NOT_FOUND, what + " not found");
            case BadIdempotencyKey() -> invalid("Idempotency-Key", "An idempotency key has 1 to 256 characters.");
            case NoAttachmentContent() -> invalid("attachments", "An attachment needs `content`.");
            case Broken() -> of(500, "INTERNAL_SERVER_ERROR", "An unexpected error occurred.");
        };
    }

    private static Response tooMany(int perSecond) {
        String message = "Too many requests: " + perSecond + " a second are allowed.";
        var error = new ErrorJson(message, "RATE_LIMIT_EXCEEDED", List.of());
        return Response.json(429, new ErrorEnvelope(false, message, error, SECONDS_TO_WAIT));
    }

    private static Response invalid(String field, String message) {
        var error = new ErrorJson("Validation failed", VALIDATION, List.of(new DetailJson(field, message)));
        return Response.json(400, new ErrorEnvelope(false, message, error, null));
    }

    private static Response of(int status, String code, String message) {
        return Response.json(status, new ErrorEnvelope(false, message, new ErrorJson(message, code, List.of()), null));
    }

    @JsonNaming(LowerCamelCaseStrategy.class)
    private record ErrorEnvelope(
            boolean success,
            String message,
            ErrorJson error,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer retryAfter) {}

    private record ErrorJson(
            String message,
            String code,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DetailJson> details) {}

    private record DetailJson(String field, String message) {}
}
