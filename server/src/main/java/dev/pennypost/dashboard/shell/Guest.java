package dev.pennypost.dashboard.shell;

import dev.pennypost.accounts.Client;
import dev.pennypost.accounts.Session;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.dashboard.shell.Cookies.Cookie;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// One request to a page that everybody may open.
///
/// @param form what was filled in; nothing where a page is only looked at
/// @param session of somebody who is signed in already
public record Guest(Request request, Form form, Optional<Session> session, Cookies cookies, Replies replies) {
    /// How long a browser is known by the sign of a person who signed in with it.
    private static final Duration DEVICE = Duration.ofDays(365);

    /// Where they are, as sign-in knows them.
    public Client client() {
        return new Client(
                request.client(),
                request.header("User-Agent").orElse(""),
                cookies.get(request, Cookie.DEVICE).orElse(null));
    }

    public Optional<String> query(String name) {
        return request.query(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    public Optional<String> cookie(Cookie cookie) {
        return cookies.get(request, cookie).filter(value -> !value.isEmpty());
    }

    public Response page(String template, Map<String, Object> parameters) {
        return replies.alone(200, template, parameters);
    }

    /// A page again, with what was wrong with what was filled in.
    public Response refused(String template, Map<String, Object> parameters) {
        return replies.alone(422, template, parameters);
    }

    public Response message(int status, String title, String text) {
        return replies.message(status, title, text);
    }

    public Response to(String path) {
        return replies.to(path);
    }

    /// Leads on with a session.
    ///
    /// @param device what makes the browser known again; empty for nothing
    public Response signedIn(String token, String device, String path) {
        Response there = cookies.set(replies.to(path), Cookie.SESSION, token, DEVICE);
        there = cookies.forget(there, Cookie.PENDING);
        return device.isEmpty() ? there : cookies.set(there, Cookie.DEVICE, device, DEVICE);
    }

    /// Leads on with something that was begun.
    public Response pending(String ticket, String path) {
        return cookies.set(replies.to(path), Cookie.PENDING, ticket, Duration.ofMinutes(10));
    }

    /// Leads on with no session.
    public Response signedOut(String path) {
        return cookies.forget(replies.to(path), Cookie.SESSION);
    }

    /// Whether a form came from a page of the session.
    public boolean isGenuine() {
        return session.isPresent() && session.get().isGenuine(form.raw(Desk.CSRF));
    }
}
