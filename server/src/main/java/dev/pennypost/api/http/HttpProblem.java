package dev.pennypost.api.http;

/// Why the HTTP layer refuses a request before or instead of its handler. Each dialect spells it in its own words.
public sealed interface HttpProblem {
    /// No route has this path.
    record NoSuchEndpoint() implements HttpProblem {}

    /// The path has routes, none with this method.
    record MethodNotAllowed() implements HttpProblem {}

    /// No `Authorization: Bearer` header.
    record MissingApiKey() implements HttpProblem {}

    /// The key is unknown, revoked or misshapen.
    record BadApiKey() implements HttpProblem {}

    /// The key was ours, and its time is over.
    record InactiveApiKey() implements HttpProblem {}

    /// The key may only send.
    record RestrictedApiKey() implements HttpProblem {}

    /// More requests than the `perSecond` a team may make.
    record TooManyRequests(int perSecond) implements HttpProblem {}

    /// The body is longer than `limit` octets.
    record BodyTooLarge(int limit) implements HttpProblem {}

    /// What a request asks for would be too large; `message` says so in full.
    record TooLarge(String message) implements HttpProblem {}

    /// The body is not JSON, or not the kind of JSON the route takes.
    record MalformedBody(String why) implements HttpProblem {}

    /// A field has a value of the wrong form; `message` says so in full.
    record BadField(String field, String message) implements HttpProblem {}

    /// A required field is absent.
    record MissingField(String field) implements HttpProblem {}

    /// What the path names is unknown to the caller's team. `what` is a noun, such as `Domain`.
    record NotFound(String what) implements HttpProblem {}

    /// An attachment has neither content nor a place to fetch it from.
    record NoAttachmentContent() implements HttpProblem {}

    /// The idempotency key is empty or too long.
    record BadIdempotencyKey() implements HttpProblem {}

    /// Something of ours broke; the log has the reason.
    record Broken() implements HttpProblem {}
}
