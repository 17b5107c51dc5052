package dev.pennypost.api.byok;

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
import dev.pennypost.upstreams.UpstreamProblem;
import dev.pennypost.upstreams.UpstreamProblem.AlreadyConfigured;
import dev.pennypost.upstreams.UpstreamProblem.BadKey;
import dev.pennypost.upstreams.UpstreamProblem.BadName;
import dev.pennypost.upstreams.UpstreamProblem.BadUrl;
import dev.pennypost.upstreams.UpstreamProblem.KeyRefused;
import dev.pennypost.upstreams.UpstreamProblem.NoDomain;
import dev.pennypost.upstreams.UpstreamProblem.NoKey;
import dev.pennypost.upstreams.UpstreamProblem.Nonsense;
import dev.pennypost.upstreams.UpstreamProblem.NotAtUpstream;
import dev.pennypost.upstreams.UpstreamProblem.Refused;
import dev.pennypost.upstreams.UpstreamProblem.TimedOut;
import dev.pennypost.upstreams.UpstreamProblem.Unreachable;
import dev.pennypost.upstreams.UpstreamResult;
import java.util.function.Function;

/// Problems in this API's words: `{"error": {"code", "message"}}`. The documentation names statuses only.
final class ByokErrors {
    private static final String INVALID = "invalid_request";

    private ByokErrors() {}

    /// The answer to what was done, or to why it was not.
    static <T> Response orRefused(UpstreamResult<T> result, Function<T, Response> done) {
        return switch (result) {
            case UpstreamResult.Done<T>(T value) -> done.apply(value);
            case UpstreamResult.Refused<T>(UpstreamProblem problem) -> of(problem);
        };
    }

    static Response of(UpstreamProblem problem) {
        return switch (problem) {
            case NoKey() ->
                of(400, "upstream_key_missing", "Store an API key of your upstream first, with PUT /byok/key.");
            case BadUrl(var url, var why) -> of(422, INVALID, "Invalid `url` field. `" + url + "` " + why + ".");
            case BadKey() ->
                of(422, INVALID, "Invalid `api_key` field. It must be 8 to 512 letters, digits and signs.");
            case BadName(var name, var why) ->
                of(422, INVALID, "Invalid `domain_name` field. `" + name + "` " + why + ".");
            case AlreadyConfigured(var name) ->
                of(409, "domain_exists", "You have a domain already, `" + name + "`. Delete it to add another.");
            case NoDomain() -> of(404, "domain_not_found", "No domain is configured. Add one with POST /byok/domains.");
            case NotAtUpstream(var _) ->
                of(404, "upstream_domain_not_found", "Your upstream account has no domain with this id.");
            case KeyRefused() ->
                of(502, "upstream_key_refused", "Your upstream refuses the stored API key. Store a valid one.");
            case Refused(int status, var message) -> refused(status, message);
            case Unreachable(var why) ->
                of(502, "upstream_unreachable", "Your upstream cannot be reached: " + why + ".");
            case TimedOut(int seconds) ->
                of(504, "upstream_timeout", "Your upstream did not answer within " + seconds + " seconds.");
            case Nonsense(var why) ->
                of(502, "upstream_nonsense", "Your upstream's answer could not be understood: it " + why + ".");
        };
    }

    /// What the upstream minds in a request of ours is the caller's to mend; anything else is between us and it.
    private static Response refused(int status, String message) {
        String said = message.isEmpty() ? "It gave no reason." : "It says: " + message;
        int told = status == 400 || status == 403 || status == 409 || status == 422 ? 422 : 502;
        return of(told, "upstream_refused", "Your upstream refused this with status " + status + ". " + said);
    }

    static Response of(HttpProblem problem) {
        return switch (problem) {
            case NoSuchEndpoint() -> of(404, "not_found", "The requested endpoint does not exist.");
            case MethodNotAllowed() -> of(405, "method_not_allowed", "The endpoint does not know this method.");
            case MissingApiKey() -> of(401, "unauthorized", "Send your API key as `Authorization: Bearer …`.");
            case BadApiKey() -> of(401, "unauthorized", "The API key is invalid.");
            case InactiveApiKey() -> of(401, "unauthorized", "The API key has expired.");
            case RestrictedApiKey() -> of(403, "forbidden", "This API key may only send emails.");
            case TooManyRequests(int perSecond) ->
                of(429, "rate_limited", "Too many requests: " + perSecond + " a second are allowed.");
            case BodyTooLarge(int limit) ->
                of(413, INVALID, "The request body must not be larger than " + limit + " bytes.");
            case TooLarge(String message) -> of(413, INVALID, message);
            case MalformedBody(String why) -> of(400, INVALID, "The request body could not be read: " + why);
            case BadField(var _, String message) -> of(422, INVALID, message);
            case MissingField(String field) -> of(422, INVALID, "Missing `" + field + "` field.");
            case NotFound(String what) -> of(404, "not_found", what + " not found");
            case BadIdempotencyKey() -> of(400, INVALID, "An idempotency key has 1 to 256 characters.");
            case NoAttachmentContent() -> of(422, INVALID, "An attachment has no content.");
            case Broken() -> of(500, "internal_error", "An unexpected error occurred.");
        };
    }

    private static Response of(int status, String code, String message) {
        return Response.json(status, new Envelope(new ErrorJson(code, message)));
    }

    private record Envelope(ErrorJson error) {}

    private record ErrorJson(String code, String message) {}
}
