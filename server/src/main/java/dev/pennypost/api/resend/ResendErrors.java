package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonProperty;
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
import dev.pennypost.json.Json;

/// Problems as this API's envelopes (contract §3). SDKs choose their exception by the pair (statusCode, name) and show
/// the message.
final class ResendErrors {
    static final String VALIDATION = "validation_error";
    static final String MISSING_FIELD = "missing_required_field";
    static final String NOT_FOUND = "not_found";
    static final String RATE_LIMIT = "rate_limit_exceeded";

    /// The documented answer to a bad key. Resend itself has been seen to answer 400 and 401 `validation_error` too
    /// (contract §3.2.1); this is the pair an SDK has a class for.
    private static final Envelope BAD_KEY = new Envelope(403, "API key is invalid", "invalid_api_key");

    private ResendErrors() {}

    static Response of(int status, String name, String message) {
        return new Envelope(status, message, name).response();
    }

    /// What a spelled problem says to people.
    static String message(Response spelled) {
        return Json.MAPPER.readTree(spelled.body()).get("message").stringValue();
    }

    /// 422 `validation_error`: a field or a parameter has a bad value.
    static Response invalid(String message) {
        return of(422, VALIDATION, message);
    }

    static Response missing(String field) {
        return of(422, MISSING_FIELD, "Missing `" + field + "` field.");
    }

    /// 404 for an object that is unknown or another team's, such as `Domain`.
    static Response notFound(String resource) {
        return of(404, NOT_FOUND, resource + " not found");
    }

    static Response of(HttpProblem problem) {
        return switch (problem) {
            case NoSuchEndpoint() -> of(404, NOT_FOUND, "The requested endpoint does not exist.");
            case MethodNotAllowed() -> of(405, "method_not_allowed", "Method is not allowed for the requested path.");
            case MissingApiKey() -> of(401, "missing_api_key", "Missing API key in the authorization header.");
            case BadApiKey() -> BAD_KEY.response();
            case InactiveApiKey() -> of(403, "restricted_api_key", "API key is not active");
            case RestrictedApiKey() -> of(401, "restricted_api_key", "This API key is restricted to only send emails.");
            case TooManyRequests(int perSecond) -> tooManyRequests(perSecond);
            case BodyTooLarge(int limit) ->
                of(413, VALIDATION, "The request body must not be larger than " + limit + " bytes.");
            case TooLarge(String message) -> of(413, VALIDATION, message);
            case MalformedBody(String why) -> of(400, VALIDATION, "The request body could not be read: " + why);
            case BadField(var _, String message) -> invalid(message);
            case MissingField(String field) -> missing(field);
            case NotFound(String what) -> notFound(what);
            case NoAttachmentContent() ->
                of(422, "invalid_attachment", "Attachment must have either a `content` or `path`.");
            case BadIdempotencyKey() ->
                of(
                        400,
                        "invalid_idempotency_key",
                        "Idempotency keys, if present, must have between 1 and 256 characters.");
            case Broken() -> of(500, "application_error", "An unexpected error occurred.");
        };
    }

    private static Response tooManyRequests(int perSecond) {
        return of(
                429,
                RATE_LIMIT,
                "Too many requests. You can only make " + perSecond + " requests per second. See rate limit response"
                        + " headers for more information. Or contact support to increase rate limit.");
    }

    /// The naming strategy would turn it into `status_code`, so the wire name is written out.
    private record Envelope(@JsonProperty("statusCode") int statusCode, String message, String name) {

        Response response() {
            return Response.json(statusCode, this);
        }
    }
}
