package dev.pennypost.dashboard;

import dev.pennypost.accounts.Accounts;
import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.dashboard.domains.DomainsPages;
import dev.pennypost.dashboard.emails.EmailPages;
import dev.pennypost.dashboard.entrance.EntrancePages;
import dev.pennypost.dashboard.entrance.InvitationPages;
import dev.pennypost.dashboard.entrance.ResetPages;
import dev.pennypost.dashboard.home.HomePages;
import dev.pennypost.dashboard.queue.QueuePages;
import dev.pennypost.dashboard.keys.KeysPages;
import dev.pennypost.dashboard.logs.LogsPages;
import dev.pennypost.dashboard.metrics.MetricsPages;
import dev.pennypost.dashboard.settings.AuditPages;
import dev.pennypost.dashboard.settings.ProfilePages;
import dev.pennypost.dashboard.settings.TeamPages;
import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Replies;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.suppressions.SuppressionPages;
import dev.pennypost.dashboard.suppressions.TopicPages;
import dev.pennypost.dashboard.templates.TemplatePages;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.dashboard.smtp.SmtpPages;
import dev.pennypost.dashboard.webhooks.WebhooksPages;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The pages that people manage their teams' mail with.
public final class Dashboard implements Dialect, AutoCloseable {
    private final Accounts accounts;
    private final boolean asksForToken;
    private final FrontDoors doors;
    private final List<Section> more;
    private final Set<Area> hidden;
    private final InstantSource clock;
    private volatile boolean stopping;
    private final Replies replies = new Replies(() -> stopping);

    /// @param more sections that not every installation has
    /// @param hidden parts of the menu that this one does not have
    /// @param asksForToken whether whoever makes the first account has to know the setup token
    public Dashboard(
            Accounts accounts,
            FrontDoors doors,
            List<Section> more,
            Set<Area> hidden,
            boolean asksForToken,
            InstantSource clock) {
        this.accounts = accounts;
        this.doors = doors;
        this.more = List.copyOf(more);
        this.hidden = Set.copyOf(hidden);
        this.asksForToken = asksForToken;
        this.clock = clock;
    }

    @Override
    public String mount() {
        return Paths.MOUNT;
    }

    @Override
    public boolean answersRoot() {
        return true;
    }

    @Override
    public void register(Router router) {
        var desk = new Desk(router, accounts.sessions()::find, replies, doors.origin(), hidden, clock);
        desk.chooseTeam("/team");
        desk.chooseTheme("/theme");
        sections().forEach(section -> section.register(desk));
        more.forEach(section -> section.register(desk));
    }

    private List<Section> sections() {
        Function<Visit, String> origin = visit -> doors.origin().apply(visit.request());
        return List.of(
                new EntrancePages(accounts, asksForToken),
                new InvitationPages(accounts),
                new ResetPages(accounts),
                new ProfilePages(accounts),
                new TeamPages(accounts),
                new AuditPages(doors.audit()),
                new HomePages(
                        doors.domains(),
                        doors.emails(),
                        doors.webhooks(),
                        doors.statistics(),
                        doors.keys(),
                        doors.trouble(),
                        origin,
                        doors.submission()),
                new MetricsPages(doors.statistics(), doors.domains()),
                new KeysPages(doors.keys(), doors.domains()),
                new SmtpPages(doors.keys(), doors.domains(), origin, doors.submission()),
                new WebhooksPages(doors.webhooks(), doors.domains()),
                new LogsPages(doors.requestLog(), doors.keys()),
                new DomainsPages(
                        doors.domains(),
                        doors.claims(),
                        doors.providers(),
                        doors.exports(),
                        doors.connect(),
                        doors.dnsPublishing(),
                        doors.shares(),
                        doors.certificate(),
                        (visit, token) -> doors.origin().apply(visit.request())
                                + doors.sharedDomain().apply(token),
                        clock),
                new SuppressionPages(doors.suppressions()),
                new TopicPages(doors.topics()),
                new QueuePages(doors.controls(), doors.domains()::everyId),
                new EmailPages(
                        doors.emails(),
                        doors.emailShares(),
                        doors.domains(),
                        doors.tracking(),
                        visit -> doors.origin().apply(visit.request()),
                        doors.sharedEmail()),
                new TemplatePages(doors.templates(), doors.emails()));
    }

    @Override
    public Response spell(HttpProblem problem) {
        return switch (problem) {
            case HttpProblem.NoSuchEndpoint() ->
                replies.message(
                        404, "There is no such page", "It may have been moved. Everything is reached from the menu.");
            case HttpProblem.MethodNotAllowed() ->
                replies.message(
                        405, "This cannot be opened", "It is a button's address. Go back and press the button.");
            case HttpProblem.Broken() ->
                replies.message(
                        500,
                        "Something went wrong",
                        "It is not your fault, and it was written down. Please try again.");
            default ->
                replies.message(400, "This cannot be done", "The browser sent something that cannot be understood.");
        };
    }

    /// Lets live pages end.
    @Override
    public void close() {
        stopping = true;
    }
}
