package dev.pennypost;

import dev.pennypost.accounts.Accounts;
import dev.pennypost.admin.AdminDoor;
import dev.pennypost.admin.AuditRoutes;
import dev.pennypost.admin.CertificateRoutes;
import dev.pennypost.admin.QueueRoutes;
import dev.pennypost.api.acme.ChallengeDialect;
import dev.pennypost.api.autosend.AutosendDialect;
import dev.pennypost.api.byok.ByokDialect;
import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.Encryption;
import dev.pennypost.api.http.HttpDoor;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.inboxes.InboxesDialect;
import dev.pennypost.api.links.LinksDialect;
import dev.pennypost.api.resend.DomainTools;
import dev.pennypost.api.resend.EmailLinks;
import dev.pennypost.api.resend.ResendDialect;
import dev.pennypost.api.resend.TeamFigures;
import dev.pennypost.api.share.ShareDialect;
import dev.pennypost.api.share.SharedEmailDialect;
import dev.pennypost.config.HostPort;
import dev.pennypost.dashboard.Dashboard;
import dev.pennypost.dashboard.FrontDoors;
import dev.pennypost.dashboard.queue.SuspendedSites;
import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.emails.AttachmentLinks;
import dev.pennypost.inboxes.InboxDomains;
import dev.pennypost.inboxes.Inboxes;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.returnpath.ReturnPathDoor;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.ShortIds;
import dev.pennypost.submission.SubmissionDoor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the world reaches the features: over HTTP, SMTP, and, for operators, the admin listener.
final class Doors {
    private final Ground ground;
    private final TeamFeatures teams;
    private final DomainFeatures domains;
    private final MailFeatures mail;
    private final EventFeatures events;
    private final Accounts accounts;
    private @Nullable HttpDoor http;
    private volatile List<String> submissionUrls = List.of();
    private List<HostPort> returnPathAddresses = List.of();

    Doors(
            Ground ground,
            TeamFeatures teams,
            DomainFeatures domains,
            MailFeatures mail,
            EventFeatures events,
            Accounts accounts) {
        this.ground = ground;
        this.teams = teams;
        this.domains = domains;
        this.mail = mail;
        this.events = events;
        this.accounts = accounts;
    }

    /// Opens those that the process's role wants.
    void open(Extras extras) {
        openAdmin();
        var figures = new TeamFigures(teams.quotas, domains.domains, teams.rates, teams.requestLog, mail.statistics);
        List<Dialect> dialects = dialects(figures, extras);
        boolean serves = ground.settings().role().serves();
        if (serves) openHttp(dialects, figures);
        domains.certificates.start(serves);
        if (serves && ground.settings().submission().isOn()) openSubmission();
        if (serves && ground.settings().returnPath().isOn()) openReturnPath();
    }

    /// Where the API listens; the port that was set while this process does not serve it.
    int httpPort() {
        return http == null ? ground.settings().http().listen().port() : http.port();
    }

    /// Where mail programs hand in messages.
    List<String> submissionUrls() {
        return submissionUrls;
    }

    /// Tells pages where mail programs hand in messages, when that is not a door of this server's own.
    void submittedAt(String url) {
        submissionUrls = List.of(url);
    }

    /// Where other servers bring bounces.
    List<HostPort> returnPathAddresses() {
        return returnPathAddresses;
    }

    private void openAdmin() {
        var queue = new QueueRoutes(mail.controls, domains.domains::everyId, ground.clock());
        var certificates = new CertificateRoutes(domains.certificates);
        var audit = new AuditRoutes(teams.audit);
        AdminDoor.Routes operating = routes -> {
            queue.register(routes);
            audit.register(routes);
            certificates.register(routes);
        };
        var database = ground.database();
        var settings = ground.settings();
        var admin = ground.running()
                .add(AdminDoor.open(settings.admin(), () -> obstacles(database), ground.metrics(), operating));
        ground.running().add(AdminFile.write(settings.dataDir(), admin.address()));
    }

    private static List<String> obstacles(Database database) {
        return database.answers() ? List.of() : List.of("the database does not answer");
    }

    private List<Dialect> dialects(TeamFigures figures, Extras extras) {
        var database = ground.database();
        var clock = ground.clock();
        var all = new ArrayList<>(extras.doors());
        all.add(new AutosendDialect(domains.domains, mail.emails, new ShortIds(database, ground.random())));
        all.add(new InboxesDialect(
                new InboxDomains(database, domains.domains, clock),
                new Inboxes(database, domains.domains, clock),
                mail.emails));
        all.add(new ByokDialect(mail.upstreams));
        all.add(resend(figures));
        all.add(new ChallengeDialect(domains.certificates));
        all.add(new ShareDialect(domains.shares));
        all.add(new SharedEmailDialect(mail.emailShares));
        all.add(new LinksDialect(mail.tracking, clock));
        all.add(ground.running().add(dashboard(extras)));
        return all;
    }

    private ResendDialect resend(TeamFigures figures) {
        var tools = new DomainTools(
                domains.providers,
                domains.exports,
                domains.connect,
                domains.publishing,
                domains.shares,
                (request, token) -> origin(request) + ShareDialect.path(token));
        var links = new EmailLinks(
                new AttachmentLinks(mail.emails, ground.seal("attachments"), ground.clock()),
                mail.emailShares,
                SharedEmailDialect::path,
                this::origin);
        return new ResendDialect(
                teams.keys,
                domains.domains,
                mail.claims,
                mail.emails,
                mail.suppressions,
                figures,
                events.webhooks,
                events.streams,
                mail.templates,
                mail.topics,
                tools,
                domains.certificates::state,
                links,
                mail.tracking,
                teams.audit,
                accounts.members(),
                ground.clock());
    }

    private Dashboard dashboard(Extras extras) {
        var doors = new FrontDoors(
                teams.teams,
                domains.domains,
                mail.claims,
                domains.providers,
                domains.exports,
                domains.connect,
                domains.publishing,
                domains.shares,
                domains.certificates::state,
                mail.emails,
                mail.emailShares,
                mail.tracking,
                mail.templates,
                mail.topics,
                mail.suppressions,
                events.webhooks,
                mail.statistics,
                teams.keys,
                teams.quotas,
                teams.requestLog,
                mail.controls,
                new SuspendedSites(mail.controls),
                this::origin,
                ShareDialect::path,
                SharedEmailDialect::path,
                () -> submissionUrls,
                teams.audit);
        return new Dashboard(
                accounts,
                doors,
                extras.sections(),
                extras.sections().isEmpty() ? Set.of(Area.MAILBOX) : Set.of(),
                !extras.local(),
                ground.clock());
    }

    private void openHttp(List<Dialect> dialects, TeamFigures figures) {
        http = ground.running()
                .add(HttpDoor.open(
                        ground.settings().http(),
                        teams.keys,
                        dialects,
                        teams.rateLimit,
                        figures.observer(),
                        Encryption.with(domains.certificates),
                        ground.metrics(),
                        ground.clock()));
    }

    private void openSubmission() {
        var door = SubmissionDoor.open(
                ground.settings().submission(),
                ground.heloName(),
                teams.keys,
                teams.rateLimit,
                mail.emails,
                ground.clock());
        submissionUrls = ground.running().add(door).urls();
    }

    private void openReturnPath() {
        var door = ReturnPathDoor.open(
                ground.settings().returnPath(),
                ground.heloName(),
                mail.returns,
                domains.domains::isReturnPath,
                ground.settings().dataDir(),
                ground.clock());
        returnPathAddresses = ground.running().add(door).addresses();
    }

    /// Where whoever sent the request reaches us.
    private String origin(Request request) {
        var config = ground.settings().http();
        if (!config.publicUrl().isEmpty()) return config.publicUrl();
        return request.header("Host")
                .map(host -> (isServed(host) ? "https://" : "http://") + host)
                .orElseGet(() -> "http://" + config.listen());
    }

    private boolean isServed(String host) {
        try {
            return domains.certificates.isServed(DomainName.parse(host));
        } catch (BadDomainName withPort) {
            return false;
        }
    }
}
