package dev.pennypost.api.share;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.share.Shared;
import dev.pennypost.domains.share.Shares;
import java.util.Map;

/// The pages of share links, at `/share`. Open to everybody: the link is the key.
public final class ShareDialect implements Dialect {
    private static final String MOUNT = "/share";
    /// Seconds. Somebody who has just entered a record is still looking at the page.
    private static final int REFRESH = 60;

    private static final String MESSAGE = "<h1>{{title}}</h1><p>{{text}}</p>";

    private final Shares shares;

    public ShareDialect(Shares shares) {
        this.shares = shares;
    }

    /// The path of a link's page.
    public static String path(String token) {
        return MOUNT + "/domains/" + token;
    }

    @Override
    public String mount() {
        return MOUNT;
    }

    @Override
    public void register(Router router) {
        router.get("/domains/{token}", Access.OPEN, this::show)
                .post("/domains/{token}/check", Access.OPEN, this::check);
    }

    private Response show(Request request) {
        String token = request.parameter("token");
        return shares.open(token).map(shared -> page(shared, token)).orElseGet(ShareDialect::ended);
    }

    private static Response page(Shared shared, String token) {
        var page = new SharePage(shared, path(token) + "/check");
        return Document.of(200, page.title(), page.body(), page.isDone() ? 0 : REFRESH);
    }

    /// Leads back to the page, so that reloading it does not ask again.
    private Response check(Request request) {
        String token = request.parameter("token");
        if (shares.check(token).isEmpty()) return ended();
        return Document.of(303, "Checked", Html.NOTHING, 0).with("Location", path(token));
    }

    private static Response ended() {
        return message(
                404,
                "This link has ended",
                "Ask whoever sent it to you for a new one. Links to DNS records end after some days, or when the domain is"
                        + " removed.");
    }

    private static Response message(int status, String title, String text) {
        return Document.of(status, title, Html.fill(MESSAGE, Map.of("title", title, "text", text)), 0);
    }

    @Override
    public Response spell(HttpProblem problem) {
        return switch (problem) {
            case HttpProblem.NoSuchEndpoint() -> ended();
            case HttpProblem.MethodNotAllowed() ->
                message(405, "This cannot be done here", "Open the link you were sent in your browser.");
            case HttpProblem.Broken() ->
                message(500, "Something went wrong", "It is not your fault. Please try again in a minute.");
            default -> message(400, "This cannot be done here", "Open the link you were sent in your browser.");
        };
    }
}
