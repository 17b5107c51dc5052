package dev.pennypost.dashboard.shell;

import dev.pennypost.accounts.Membership;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.dashboard.shell.Cookies.Cookie;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// Turns answers into responses: HTML with what keeps a page safe, files, lists, live parts.
public final class Replies {
    private static final String HTML = "text/html; charset=utf-8";

    /// Everything comes from us, nothing runs that stands in the page, nobody frames it.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// For a stranger's HTML in a frame of ours. The sandbox holds also where the document is opened by itself.
    private static final String FOREIGN_POLICY =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; font-src data:;"
                    + " form-action 'none'; base-uri 'none'; frame-ancestors 'self'; img-src data:";

    private static final int MOST_OPEN_PAGES = 256;

    private final Views views = new Views();
    private final Assets assets = new Assets();
    private final Semaphore openPages = new Semaphore(MOST_OPEN_PAGES);
    private final BooleanSupplier isStopping;

    /// @param isStopping whether live pages are to end
    public Replies(BooleanSupplier isStopping) {
        this.isStopping = isStopping;
    }

    public Assets assets() {
        return assets;
    }

    /// A page that shows nothing of a team, such as the one to sign in.
    public Response alone(int status, String template, Map<String, Object> parameters) {
        var all = new HashMap<>(parameters);
        all.put("assets", assets);
        return html(status, views.render(template, all));
    }

    public Response message(int status, String title, String text) {
        return alone(status, "shell/message.jte", Map.of("title", title, "text", text));
    }

    /// Leads to another page.
    public Response to(String path) {
        return html(303, "").with("Location", path);
    }

    Response signIn(Request request) {
        if (request.header("HX-Request").isPresent())
            return html(401, "").with("HX-Redirect", Paths.MOUNT + "/sign-in");
        boolean looks = request.method().equals("GET");
        String wanted = Paths.MOUNT + request.path();
        return to(Paths.with(
                Paths.MOUNT + "/sign-in", Map.of("to", looks && !request.path().isEmpty() ? wanted : "")));
    }

    Response stale() {
        return message(
                403,
                "This form is out of date",
                "It was made before you signed in again, or not by this site. Go back, reload the page and send it"
                        + " once more.");
    }

    Response tooLarge() {
        return message(413, "That is too much", "A form may have 4 MB. Use the API for more.");
    }

    Response noTeam() {
        return message(403, "You are in no team", "Ask somebody who is to invite you again.");
    }

    Response notAllowed(Membership membership) {
        return message(
                403,
                "You may not do this",
                "Your role in " + membership.teamName()
                        + " does not allow it. An owner or admin of the team can change that.");
    }

    Response of(Answer answer, Visit visit, Cookies cookies) {
        return switch (answer) {
            case Answer.Page page -> html(page.status(), render(page.template(), page.model(), visit));
            case Answer.Part part -> html(200, render(part.template(), part.model(), visit));
            case Answer.Elsewhere(String path, var said) -> {
                Response there = visit.wantsPart() ? html(204, "").with("HX-Redirect", path) : to(path);
                yield said == null ? there : cookies.set(there, Cookie.SAID, said, Duration.ofMinutes(1));
            }
            case Answer.Missing() ->
                message(404, "There is nothing here", "It was deleted, or it belongs to another team.");
            case Answer.File(String name, String type, byte[] content) -> kept(Response.bytes(type, content), name);
            case Answer.Foreign(String html, boolean images) ->
                Response.text(200, HTML, html)
                        .with("Content-Security-Policy", FOREIGN_POLICY + (images ? " https: http:" : ""))
                        .with("X-Content-Type-Options", "nosniff")
                        .with("Referrer-Policy", "no-referrer")
                        .with("Cache-Control", "no-store");
            case Answer.Table table ->
                kept(Response.streaming("text/csv; charset=utf-8", out -> Csv.write(table, out)), table.name());
            case Answer.Live(Teller teller) -> live(teller, visit);
        };
    }

    private Response live(Teller teller, Visit visit) {
        if (!openPages.tryAcquire())
            return Response.text(503, "text/plain; charset=utf-8", "Too many open pages.\n")
                    .with("Content-Security-Policy", "default-src 'none'");
        return Response.streaming("text/event-stream", out -> {
                    try {
                        teller.tell(new Wire(out, part -> render(part.template(), part.model(), visit), isStopping));
                    } finally {
                        openPages.release();
                    }
                })
                .with("Content-Security-Policy", "default-src 'none'")
                .with("X-Content-Type-Options", "nosniff")
                .with("Cache-Control", "no-store")
                .with("X-Accel-Buffering", "no");
    }

    private String render(String template, Object model, Visit visit) {
        return views.render(template, Map.of("chrome", visit.chrome(), "model", model));
    }

    private static Response kept(Response file, String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return file.with("Content-Disposition", "attachment; filename=\"" + plain + "\"")
                .with("X-Content-Type-Options", "nosniff")
                .with("Content-Security-Policy", "sandbox; default-src 'none'")
                .with("Cache-Control", "no-store");
    }

    private static Response html(int status, String html) {
        return Response.text(status, HTML, html)
                .with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin")
                .with("X-Robots-Tag", "noindex, nofollow")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cache-Control", "no-store");
    }
}
