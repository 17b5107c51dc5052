package dev.pennypost.api.inboxes;

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
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.inboxes.InboxProblem;
import java.util.List;

/// Problems in this API's words: `{"error": {"code", "message"}}`. The documentation has five codes, all of domains;
/// the others are ours.
final class InboxesErrors {
    private static final String INVALID = "INVALID_REQUEST";
    private static final String DOMAIN_INVALID = "DOMAIN_INVALID";
    private static final String DOMAIN_NOT_FOUND = "DOMAIN_NOT_FOUND";

    private InboxesErrors() {}

    static Response domainNotFound() {
        return of(404, DOMAIN_NOT_FOUND, "Domain does not exist.");
    }

    static Response inboxNotFound() {
        return of(404, "INBOX_NOT_FOUND", "Inbox does not exist.");
    }

    static Response domainInUse(long inboxes) {
        String them = inboxes == 1 ? "an inbox. Delete it first." : inboxes + " inboxes. Delete them first.";
        return of(409, "DOMAIN_IN_USE", "The domain has " + them);
    }

    /// Says of each wrong record what is the case and what to do.
    static Response verificationFailed(List<DomainRecord> wrong) {
        var details = wrong.stream().map(DetailJson::of).toList();
        String first = details.getFirst().message();
        return Response.json(
                422, new Envelope(new ErrorJson("VERIFICATION_FAILED", "DNS verification failed. " + first, details)));
    }

    static Response of(DomainProblem problem) {
        return switch (problem) {
            case AlreadyRegistered(var name) ->
                of(409, "DOMAIN_EXISTS", "The domain " + name.unicode() + " is registered already.");
            case BadName(var text, var why) -> of(400, DOMAIN_INVALID, "`" + text + "` " + why + ".");
            case PublicSuffix(var name) ->
                of(
                        400,
                        DOMAIN_INVALID,
                        "`" + name.unicode() + "` is a public suffix: names below it belong to different owners."
                                + " Register a name below it.");
            case UnknownRegion(var text) ->
                of(
                        400,
                        INVALID,
                        "Invalid `region`. `" + text
                                + "` is not one of us-east-1, eu-west-1, sa-east-1, ap-northeast-1.");
            case BadReturnPath _,
                    BadTrackingSubdomain _,
                    NothingEnabled _,
                    NobodyElseHasIt _,
                    NoOperatorZone _,
                    NotASubdomain _ -> of(400, INVALID, "The domain cannot be registered like this.");
        };
    }

    static Response of(InboxProblem problem) {
        return switch (problem) {
            case InboxProblem.BadAddress(var text) ->
                of(400, INVALID, "Invalid `address`. `" + text + "` is not an email address.");
            case InboxProblem.BadName(var _) ->
                of(400, INVALID, "Invalid `name`. It must be one line of 1 to 200 characters.");
            case InboxProblem.NoSuchDomain(var name) ->
                of(404, DOMAIN_NOT_FOUND, "Domain " + name.unicode() + " does not exist. Register it first.");
            case InboxProblem.DomainNotActive(var name, var standing) ->
                of(
                        409,
                        "DOMAIN_NOT_ACTIVE",
                        "Domain " + name.unicode() + " is " + InboxesStatuses.of(standing)
                                + ". Inboxes need an active domain.");
            case InboxProblem.AddressTaken(var address) ->
                of(409, "INBOX_EXISTS", "There is an inbox " + address + " already.");
        };
    }

    static Response of(HttpProblem problem) {
        return switch (problem) {
            case NoSuchEndpoint() -> of(404, "NOT_FOUND", "The requested endpoint does not exist.");
            case MethodNotAllowed() -> of(405, "METHOD_NOT_ALLOWED", "The endpoint does not know this method.");
            case MissingApiKey() -> of(401, "UNAUTHORIZED", "Send your API key as `Authorization: Bearer …`.");
            case BadApiKey() -> of(401, "UNAUTHORIZED", "The API key is invalid.");
            case InactiveApiKey() -> of(401, "UNAUTHORIZED", "The API key has expired.");
            case RestrictedApiKey() -> of(403, "FORBIDDEN", "This API key may only send emails.");
            case TooManyRequests(int perSecond) ->
                of(429, "RATE_LIMITED", "Too many requests: " + perSecond + " a second are allowed.");
            case BodyTooLarge(int limit) ->
                of(413, INVALID, "The request body must not be larger than " + limit + " bytes.");
            case TooLarge(String message) -> of(413, INVALID, message);
            case MalformedBody(String why) -> of(400, INVALID, "The request body could not be read: " + why);
            case BadField(var _, String message) -> of(400, INVALID, message);
            case MissingField(String field) ->
                of(400, field.equals("domain") ? DOMAIN_INVALID : INVALID, "Missing `" + field + "`.");
            case NotFound(String what) -> of(404, "NOT_FOUND", what + " does not exist.");
            case BadIdempotencyKey() -> of(400, INVALID, "An idempotency key has 1 to 256 characters.");
            case NoAttachmentContent() -> of(400, INVALID, "An attachment has no content.");
            case Broken() -> of(500, "INTERNAL_ERROR", "An unexpected error occurred.");
        };
    }

    private static Response of(int status, String code, String message) {
        return Response.json(status, new Envelope(new ErrorJson(code, message, List.of())));
    }

    private record Envelope(ErrorJson error) {}

    private record ErrorJson(
            String code,
            String message,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DetailJson> details) {}

    private record DetailJson(String type, String name, String code, String message, String fix) {
        static DetailJson of(DomainRecord record) {
            var planned = record.planned();
            Finding why = record.findings().isEmpty() ? null : record.findings().getFirst();
            return new DetailJson(
                    planned.type().name(),
                    planned.name().ascii(),
                    why == null ? "INVALID_VALUE" : why.code().name(),
                    why == null ? "The record has another value." : why.message(),
                    why == null ? "" : why.fix());
        }
    }
}
