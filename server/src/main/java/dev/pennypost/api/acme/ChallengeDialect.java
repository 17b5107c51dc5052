package dev.pennypost.api.acme;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.Encryption;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.certificates.Certificates;

/// Answers the http-01 challenges of certificate authorities (RFC 8555 §8.3).
public final class ChallengeDialect implements Dialect {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Certificates certificates;

    public ChallengeDialect(Certificates certificates) {
        this.certificates = certificates;
    }

    @Override
    public String mount() {
        return Encryption.CHALLENGES;
    }

    @Override
    public void register(Router router) {
        router.get("/{token}", Access.OPEN, this::answer);
    }

    private Response answer(Request request) {
        return certificates
                .challengeAnswer(request.parameter("token"))
                .map(answer -> Response.text(200, "application/octet-stream", answer))
                .orElseGet(() -> Response.text(404, TEXT, "no such challenge\n"));
    }

    @Override
    public Response spell(HttpProblem problem) {
        return switch (problem) {
            case HttpProblem.MethodNotAllowed() -> Response.text(405, TEXT, "only GET\n");
            case HttpProblem.Broken() -> Response.text(500, TEXT, "try again in a minute\n");
            default -> Response.text(404, TEXT, "no such challenge\n");
        };
    }
}
