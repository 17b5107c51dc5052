package dev.pennypost.api.links;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.tracking.Tracking;
import dev.pennypost.tracking.Visitor;
import dev.pennypost.tracking.links.Token;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/// The links and images of tracked emails, at `/t`.
public final class LinksDialect implements Dialect {
    private static final String MOUNT = "/t";
    private static final String HTML = "text/html; charset=utf-8";

    /// One transparent pixel: GIF89a, 43 octets.
    private static final byte[] PIXEL =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==");

    private final Tracking tracking;
    private final InstantSource clock;

    public LinksDialect(Tracking tracking, InstantSource clock) {
        this.tracking = tracking;
        this.clock = clock;
    }

    /// The path of the link that carries a token.
    public static String path(String token) {
        return MOUNT + "/" + token;
    }

    @Override
    public String mount() {
        return MOUNT;
    }

    @Override
    public void register(Router router) {
        router.get("/{token}", Access.OPEN, this::visit).head("/{token}", Access.OPEN, this::visit);
    }

    private Response visit(Request request) {
        return tracking.open(request.parameter("token"))
                .map(token -> {
                    tracking.visited(token, visitor(request));
                    return answer(token);
                })
                .orElseGet(LinksDialect::nowhere);
    }

    private Visitor visitor(Request request) {
        return new Visitor(
                clock.instant(),
                request.method().equals("HEAD"),
                request.client(),
                request.header("User-Agent").orElse(""));
    }

    private static Response answer(Token token) {
        return kept(
                switch (token.kind()) {
                    case OPEN -> Response.bytes("image/gif", PIXEL);
                    case CLICK ->
                        new Response(302, HTML, new byte[0], List.of(new Response.Header("Location", token.target())));
                    case TRAP -> new Response(204, HTML, new byte[0], List.of());
                });
    }

    /// Each time counts, and none is for search engines.
    private static Response kept(Response response) {
        return response.with("Cache-Control", "no-store").with("X-Robots-Tag", "noindex, nofollow");
    }

    private static Response nowhere() {
        return page(
                404, "This link leads nowhere", "It is incomplete, or it is not one of ours. Try to copy it again.");
    }

    private static Response page(int status, String title, String text) {
        String html = """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="robots" content="noindex"><title>%1$s</title></head>
                <body><h1>%1$s</h1><p>%2$s</p></body>
                </html>
                """.formatted(title, text);
        return kept(Response.text(status, HTML, html)
                .with("Content-Security-Policy", "default-src 'none'")
                .with("X-Content-Type-Options", "nosniff"));
    }

    @Override
    public Response spell(HttpProblem problem) {
        return switch (problem) {
            case HttpProblem.NoSuchEndpoint() -> nowhere();
            case HttpProblem.Broken() ->
                page(500, "Something went wrong", "It is not your fault. Please try again in a minute.");
            default -> page(400, "This cannot be done here", "Open the link in your browser.");
        };
    }
}
