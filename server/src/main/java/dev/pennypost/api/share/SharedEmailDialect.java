package dev.pennypost.api.share;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.emails.EmailShares;
import java.util.Map;

/// The pages of links to emails, at `/shared`. Open to everybody: the link is the key.
public final class SharedEmailDialect implements Dialect {
    private static final String MOUNT = "/shared";
    private static final String MESSAGE = "<h1>{{title}}</h1><p>{{text}}</p>";

    private final EmailShares shares;

    public SharedEmailDialect(EmailShares shares) {
        this.shares = shares;
    }

    /// The path of a link's page.
    public static String path(String token) {
        return MOUNT + "/" + token;
    }

    @Override
    public String mount() {
        return MOUNT;
    }

    @Override
    public void register(Router router) {
        router.get("/{token}", Access.OPEN, this::show).get("/{token}/body", Access.OPEN, this::body);
    }

    private Response show(Request request) {
        String token = request.parameter("token");
        return shares.open(token)
                .map(shared -> new EmailPage(shared, path(token) + "/body"))
                .map(page -> Document.of(200, page.title(), page.page(), 0))
                .orElseGet(SharedEmailDialect::ended);
    }

    private Response body(Request request) {
        return shares.open(request.parameter("token"))
                .map(shared -> new EmailPage(shared, "").framed())
                .orElseGet(SharedEmailDialect::ended);
    }

    private static Response ended() {
        return message(
                404,
                "This link has ended",
                "Ask whoever sent it to you for a new one. Links to emails end after two days at most.");
    }

    private static Response message(int status, String title, String text) {
        return Document.of(status, title, Html.fill(MESSAGE, Map.of("title", title, "text", text)), 0);
    }

    @Override
    public Response spell(HttpProblem problem) {
        return switch (problem) {
            case HttpProblem.NoSuchEndpoint() -> ended();
            case HttpProblem.Broken() ->
                message(500, "Something went wrong", "It is not your fault. Please try again in a minute.");
            default -> message(400, "This cannot be done here", "Open the link you were sent in your browser.");
        };
    }
}
