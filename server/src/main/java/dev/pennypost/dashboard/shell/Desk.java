package dev.pennypost.dashboard.shell;

import dev.pennypost.accounts.Membership;
import dev.pennypost.accounts.Permission;
import dev.pennypost.accounts.Session;
import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Actor;
import dev.pennypost.audit.Origin;
import dev.pennypost.dashboard.shell.Cookies.Cookie;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Where sections hand in their pages. Whoever asks for one has been let in before its handler hears of it: signed in,
/// member of the team, allowed to do this, and, where something changes, come from a form of ours.
public final class Desk {
    private static final int MOST_FORM_OCTETS = 4 * 1024 * 1024;
    private static final int MOST_OPEN_FORM_OCTETS = 64 * 1024;
    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");
    static final String CSRF = "_csrf";

    private final Function<String, Optional<Session>> sessions;
    private final Function<Request, String> origin;
    private final Replies replies;
    private final Assets assets;
    private final Set<Area> areas;
    private final InstantSource clock;
    private final Router router;

    /// @param sessions finds who shows a token
    /// @param origin where visitors reach us, such as `https://mail.example.com`
    /// @param hidden parts of the menu that there are not
    public Desk(
            Router router,
            Function<String, Optional<Session>> sessions,
            Replies replies,
            Function<Request, String> origin,
            Set<Area> hidden,
            InstantSource clock) {
        this.router = router;
        this.sessions = sessions;
        this.replies = replies;
        this.origin = origin;
        this.assets = replies.assets();
        this.areas = EnumSet.allOf(Area.class);
        areas.removeAll(hidden);
        this.clock = clock;
        assets.register(router);
    }

    /// A page to look at.
    public Desk get(String pattern, Permission needed, PageHandler page) {
        router.get(pattern, Access.OPEN, request -> serve(request, needed, page, false));
        return this;
    }

    /// A form to send, or a button to press.
    public Desk post(String pattern, Permission needed, PageHandler page) {
        router.post(pattern, Access.OPEN, request -> serve(request, needed, page, true))
                .confidential();
        return this;
    }

    /// A page that everybody may open.
    public Desk openGet(String pattern, GuestHandler page) {
        router.get(pattern, Access.OPEN, request -> page.answer(guest(request, Form.NOTHING)));
        return this;
    }

    /// A form that everybody may send, from a page of ours.
    public Desk openPost(String pattern, GuestHandler page) {
        router.post(pattern, Access.OPEN, request -> {
                    if (request.body().length > MOST_OPEN_FORM_OCTETS) return replies.tooLarge();
                    return isFromElsewhere(request) ? replies.stale() : page.answer(guest(request, Form.of(request.body())));
                })
                .confidential();
        return this;
    }

    private Guest guest(Request request, Form form) {
        return new Guest(request, form, session(request), cookies(request), replies);
    }

    /// Chooses the team whose pages are shown from now on.
    public void chooseTeam(String pattern) {
        router.post(pattern, Access.OPEN, request -> withForm(request, Cookie.TEAM, "team"));
    }

    /// Chooses between light and dark.
    public void chooseTheme(String pattern) {
        router.post(pattern, Access.OPEN, request -> withForm(request, Cookie.THEME, "theme"));
    }

    private Response withForm(Request request, Cookie cookie, String field) {
        var form = Form.of(request.body());
        Optional<Session> session = session(request);
        if (session.isEmpty()) return replies.signIn(request);
        if (!isOurs(request, form, session.get())) return replies.stale();
        Response back = replies.to(Paths.inside(form.text("back")));
        return cookies(request).set(back, cookie, form.text(field), Duration.ofDays(365));
    }

    private Response serve(Request request, Permission needed, PageHandler page, boolean changes) {
        Optional<Session> session = session(request);
        if (session.isEmpty()) return replies.signIn(request);
        if (changes && request.body().length > MOST_FORM_OCTETS) return replies.tooLarge();
        var form = changes ? Form.of(request.body()) : Form.NOTHING;
        if (changes && !isOurs(request, form, session.get())) return replies.stale();
        Optional<Membership> membership = membership(request, session.get());
        if (membership.isEmpty()) return replies.noTeam();
        if (!membership.get().may(needed)) return replies.notAllowed(membership.get());
        var visit = visit(request, session.get(), membership.get(), form);
        Response answer = Acting.as(
                actor(request, session.get()), () -> replies.of(page.answer(visit), visit, cookies(request)));
        return visit.chrome().flash() == null ? answer : cookies(request).forget(answer, Cookie.SAID);
    }

    /// Who is at work when somebody who has signed in has something done.
    private static Actor actor(Request request, Session session) {
        var origin = new Origin(request.client(), request.header("User-Agent").orElse(null));
        var person = session.person();
        return new Actor.Person(person.id().value(), person.email(), origin);
    }

    private Visit visit(Request request, Session session, Membership membership, Form form) {
        Cookies cookies = cookies(request);
        String theme = cookies.get(request, Cookie.THEME)
                .filter(List.of("light", "dark")::contains)
                .orElse("auto");
        var chrome = new Chrome(
                assets,
                areas.stream().filter(area -> membership.may(area.permission())).toList(),
                session.person().name(),
                session.memberships(),
                membership.team(),
                membership.teamName(),
                session.csrf(),
                cookies.get(request, Cookie.SAID)
                        .filter(said -> !said.isEmpty())
                        .orElse(null),
                theme,
                clock.instant());
        return new Visit(request, session, membership, form, chrome);
    }

    private Optional<Session> session(Request request) {
        return cookies(request).get(request, Cookie.SESSION).flatMap(sessions);
    }

    private Cookies cookies(Request request) {
        return new Cookies(origin.apply(request).startsWith("https:"));
    }

    /// The team that was chosen last, as long as the person is a member of it.
    private Optional<Membership> membership(Request request, Session session) {
        List<Membership> all = session.memberships();
        String chosen = cookies(request).get(request, Cookie.TEAM).orElse("");
        return all.stream()
                .filter(membership -> membership.team().value().toString().equals(chosen))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /// The form's own token (OWASP: synchronizer token), compared in constant time, and no word of the browser that
    /// another site had it sent.
    private boolean isOurs(Request request, Form form, Session session) {
        return !isFromElsewhere(request) && session.isGenuine(form.raw(CSRF));
    }

    /// What the browser says of who had it ask (Fetch Metadata §2), and where it does not, the origin (RFC 6454 §7).
    private boolean isFromElsewhere(Request request) {
        Optional<String> site = request.header("Sec-Fetch-Site");
        if (site.isPresent()) return !SAME_SITE.contains(site.get());
        return request.header("Origin")
                .filter(from -> !from.equals(origin.apply(request)))
                .isPresent();
    }
}
