package dev.pennypost;

import dev.pennypost.accounts.AccountMail;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.AccountsConfig;
import dev.pennypost.accounts.Site;
import dev.pennypost.admin.AdminDoor;
import dev.pennypost.admin.AuditRoutes;
import dev.pennypost.admin.CertificateRoutes;
import dev.pennypost.admin.QueueRoutes;
import dev.pennypost.api.acme.ChallengeDialect;
import dev.pennypost.api.autosend.AutosendDialect;
import dev.pennypost.api.byok.ByokDialect;
import dev.pennypost.api.http.Encryption;
import dev.pennypost.api.http.HttpConfig;
import dev.pennypost.api.http.HttpDoor;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.inboxes.InboxesDialect;
import dev.pennypost.api.links.LinksDialect;
import dev.pennypost.api.resend.DomainTools;
import dev.pennypost.api.resend.EmailLinks;
import dev.pennypost.api.resend.ResendDialect;
import dev.pennypost.api.resend.ResendEvents;
import dev.pennypost.api.resend.TeamFigures;
import dev.pennypost.api.share.ShareDialect;
import dev.pennypost.api.share.SharedEmailDialect;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.certificates.Certificates;
import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.dashboard.Dashboard;
import dev.pennypost.dashboard.FrontDoors;
import dev.pennypost.dashboard.entrance.EntrancePages;
import dev.pennypost.dashboard.queue.SuspendedSites;
import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.delivery.Attempts;
import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.DeliveryConfig;
import dev.pennypost.delivery.Signers;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.delivery.control.Controls;
import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.delivery.sites.SiteRules;
import dev.pennypost.delivery.tls.ReportMail;
import dev.pennypost.delivery.tls.SessionOpener;
import dev.pennypost.delivery.tls.StsFetch;
import dev.pennypost.delivery.tls.StsPolicies;
import dev.pennypost.delivery.tls.TlsReports;
import dev.pennypost.delivery.tls.TlsResults;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.dns.Resolvers;
import dev.pennypost.dns.ServerAccess;
import dev.pennypost.domains.Claims;
import dev.pennypost.domains.DomainEvent;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.connect.SigningPair;
import dev.pennypost.domains.connect.Web;
import dev.pennypost.domains.delegation.DelegatedZones;
import dev.pennypost.domains.delegation.DelegationServer;
import dev.pennypost.domains.diagnosis.DnsExaminer;
import dev.pennypost.domains.export.Exports;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.domains.share.Shares;
import dev.pennypost.domains.writer.DnsPublishing;
import dev.pennypost.domains.writer.Endpoints;
import dev.pennypost.emails.AccountLetters;
import dev.pennypost.emails.AttachmentLinks;
import dev.pennypost.emails.EmailEvent;
import dev.pennypost.emails.EmailLimits;
import dev.pennypost.emails.EmailProgress;
import dev.pennypost.emails.EmailShares;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.EmailsConfig;
import dev.pennypost.emails.Histories;
import dev.pennypost.emails.Letters;
import dev.pennypost.emails.ReturnPaths;
import dev.pennypost.emails.Returns;
import dev.pennypost.emails.RuleReading;
import dev.pennypost.emails.TlsReportMail;
import dev.pennypost.emails.WebhookNoticeMail;
import dev.pennypost.emails.Withholding;
import dev.pennypost.emails.files.Downloads;
import dev.pennypost.emails.lint.Lint;
import dev.pennypost.inboxes.InboxDomains;
import dev.pennypost.inboxes.Inboxes;
import dev.pennypost.jobs.Loop;
import dev.pennypost.keys.Keys;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.dkim.DkimSigner;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.dns.ZoneSource;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.quotas.RateLimit;
import dev.pennypost.quotas.RequestRates;
import dev.pennypost.requestlog.RequestLog;
import dev.pennypost.returnpath.ReturnPathDoor;
import dev.pennypost.secrets.MasterKey;
import dev.pennypost.secrets.Seal;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.statistics.Statistics;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Event;
import dev.pennypost.storage.ShortIds;
import dev.pennypost.storage.Storage;
import dev.pennypost.storage.Transaction;
import dev.pennypost.streams.Streams;
import dev.pennypost.submission.SubmissionDoor;
import dev.pennypost.suppressions.SuppressionEvent;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.templates.Templates;
import dev.pennypost.topics.TopicEvent;
import dev.pennypost.topics.Topics;
import dev.pennypost.tracking.LinkHosts;
import dev.pennypost.tracking.TrackedHistories;
import dev.pennypost.tracking.Tracking;
import dev.pennypost.upstreams.Upstreams;
import dev.pennypost.webhooks.NoticeMail;
import dev.pennypost.webhooks.Notices;
import dev.pennypost.webhooks.Surroundings;
import dev.pennypost.webhooks.WebhookEvent;
import dev.pennypost.webhooks.Webhooks;
import dev.pennypost.webhooks.WebhooksConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// A running server: storage, features and doors, in the order they need each other. Closing goes backwards.
final class App implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(App.class.getName());

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Features features;
    private final Accounts accounts;
    private @Nullable HttpDoor http;
    private final HostPort httpListen;
    private volatile List<String> submissionUrls = List.of();
    private List<HostPort> returnPathAddresses = List.of();

    /// Starts everything; what has started is closed again when something fails.
    ///
    /// @param extras what there is beyond the product, made of its features
    /// @param tests recipients that stand for what becomes of an email
    static App start(Settings settings, TestAddresses tests, Function<Features, Extras> extras) {
        var starting = new ArrayDeque<AutoCloseable>();
        try {
            return new App(settings, tests, extras, starting);
        } catch (RuntimeException | Error failed) {
            closeAll(starting);
            throw failed;
        }
    }

    private App(
            Settings settings, TestAddresses tests, Function<Features, Extras> extras, Deque<AutoCloseable> starting) {
        var clock = InstantSource.system();
        httpListen = settings.http().listen();
        var random = new SecureRandom();
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var crypto = CryptoProvider.installing();
        var storage = started(starting, Storage.open(settings.storage(), settings.dataDir(), clock));
        var database = storage.database();
        byte[] masterKey = MasterKey.load(settings.secrets(), settings.dataDir(), random);
        var secrets = new SecretBox(masterKey, random);
        var resolvers = Resolvers.of(settings.dns(), clock);

        var audit = new AuditLog(database, settings.audit(), clock);
        var teams = new Teams(database, clock);
        var quotas = new Quotas(database, teams, clock);
        var keys = new Keys(database, random, clock);
        var providers = Providers.bundled();
        var examiner = new DnsExaminer(
                ServerAccess.of(settings.dns(), random),
                PublicSuffixList.bundled()::registrableDomain,
                servers -> providers.of(servers).map(Provider::name),
                settings.domains().sendingAddresses(),
                clock);
        var operatorZone = settings.delegation().operatorZone();
        var domains = new Domains(
                database,
                examiner,
                secrets,
                PublicSuffixList.bundled()::registrableDomain,
                settings.domains(),
                operatorZone,
                settings.tlsReports()::isSentFrom,
                clock);
        ZoneSource delegated = operatorZone
                .<ZoneSource>map(zone -> new DelegatedZones(zone, database))
                .orElse((_, _) -> Optional.empty());
        var dnsPublishing = new DnsPublishing(
                settings.dnsWriters().reach(),
                HostLookup.system(),
                Endpoints.standard(),
                clock,
                PublicSuffixList.bundled()::registrableDomain);
        var certificates = started(
                starting,
                new Certificates(
                        database,
                        secrets,
                        settings.https(),
                        settings.certificates(),
                        domains::trackingHosts,
                        resolvers.fresh(),
                        metrics,
                        random,
                        clock));
        var streams =
                new Streams(database, new ResendEvents(), settings.kafka(), storage.node(), clock, random, metrics);
        var stsPolicies = stsPolicies(settings.delivery(), resolvers.caching(), database, clock);
        var tlsResults = started(
                starting, settings.tlsReports().isOn() ? TlsResults.counted(database, clock) : TlsResults.uncounted());
        var traffic = new Traffic(
                settings.traffic(), settings.delivery().connectionsPerDestination(), database, storage.node(), clock);
        var rules = ReplyRules.with(
                settings.delivery().replyRules(),
                SiteRules.with(settings.traffic().siteRules()));
        var attempts = new Attempts(
                settings.delivery(),
                rules,
                traffic,
                resolvers.caching(),
                AddressPolicy.allowingPrivate(settings.delivery().privateAddresses())::permits,
                signers(domains),
                tests,
                ClientOptions.named(heloName(settings.delivery())),
                new SessionOpener(
                        resolvers.caching(), stsPolicies, settings.delivery().enforcedTlsVerifies(), tlsResults, clock),
                metrics,
                clock,
                new Random(),
                Attempts.SMTP_PORT);
        var suppressions = new Suppressions(database, clock);
        var topics = new Topics(database, clock);
        var returnPaths = new ReturnPaths(masterKey);
        var withholding = new Withholding(suppressions, topics, tests);
        var progress = new EmailProgress(withholding, domains.incidents());
        var tracking = started(
                starting,
                new Tracking(
                        database,
                        settings.tracking(),
                        LinkHosts.of(settings.tracking(), certificates::isServed),
                        new Seal(masterKey, "tracked links"),
                        LinksDialect::path,
                        metrics,
                        clock));
        var deliveries = started(
                starting,
                new Deliveries(
                        database,
                        storage.node(),
                        new Letters(tracking),
                        progress,
                        attempts,
                        traffic,
                        metrics,
                        clock,
                        new Random()));
        var controls = new Controls(database, deliveries, traffic, progress, clock);
        var emails = started(
                starting,
                new Emails(
                        database,
                        domains,
                        deliveries,
                        withholding,
                        new Lint(PublicSuffixList.bundled()::registrableDomain),
                        quotas,
                        keys::isGood,
                        returnPaths,
                        tracking,
                        downloads(settings.emails()),
                        EmailLimits.of(settings.emails()),
                        metrics,
                        clock));

        var webhooks = new Webhooks(
                database,
                secrets,
                new ResendEvents(),
                settings.webhooks(),
                new Surroundings(storage.node(), clock, random, HostLookup.system()),
                new Notices(teams, noticeMail(settings.webhooks(), emails, teams), metrics));
        var returns = new Returns(database, returnPaths, new RuleReading(rules), withholding, metrics, clock);
        var histories = new TrackedHistories(database, new Histories(database, deliveries, withholding));
        var statistics = started(starting, new Statistics(database, histories, clock).start());
        var claims = new Claims(database, domains, examiner, emails, settings.domains(), clock, random);

        var templates = new Templates(database, clock);
        var upstreams = new Upstreams(database, secrets, HostLookup.system(), settings.upstreams(), clock);
        var connect = connect(settings, random, resolvers.caching());
        var shares = new Shares(domains, providers, connect, new Seal(masterKey, "share links"), clock);
        var tools = new DomainTools(
                providers,
                new Exports(resolvers.fresh()),
                connect,
                dnsPublishing,
                shares,
                (request, token) -> origin(settings.http(), certificates, request) + ShareDialect.path(token));

        var emailShares = new EmailShares(emails, new Seal(masterKey, "shared emails"), clock);
        var links = new EmailLinks(
                new AttachmentLinks(emails, new Seal(masterKey, "attachments"), clock),
                emailShares,
                SharedEmailDialect::path,
                request -> origin(settings.http(), certificates, request));

        accounts = new Accounts(
                database,
                teams,
                secrets,
                masterKey,
                new dev.pennypost.accounts.Surroundings(
                        settings.accounts(),
                        settings.oidc(),
                        site(settings.http()),
                        accountMail(settings.accounts(), emails, teams, clock),
                        outside(),
                        App::isInUse,
                        random,
                        clock));

        var requestLog = new RequestLog(database, settings.requestLog(), metrics, clock);
        RequestRates rates = team -> Objects.requireNonNullElse(
                teams.limits(team).requestsPerSecond(), settings.http().requestsPerSecond());
        var rateLimit = new RateLimit(rates, settings.http().requestsPerSecond(), clock);

        database.outbox().tell(events(), List.of(webhooks.listener(), streams.listener()));
        crypto.join();
        controls.start();
        started(starting, controls);
        if (settings.role().delivers()) deliveries.start();
        for (Loop loop : List.of(database.outbox().relay(), keys.noteUse(), quotas.forgetting()))
            started(starting, loop.start());
        started(starting, stsPolicies.forgetting().start());
        tlsResults.start();
        if (settings.tlsReports().isOn())
            started(
                    starting,
                    tlsReports(settings, database, resolvers.fresh(), new TlsReportMail(emails, teams.first()), clock)
                            .daily()
                            .start());
        if (operatorZone.isPresent()) {
            started(starting, DelegationServer.start(settings.delegation(), delegated, random));
            started(starting, domains.keyRotation().start());
        }
        for (Loop loop : emails.loops()) started(starting, loop.start());
        for (Loop loop : accounts.loops()) started(starting, loop.start());
        started(
                starting,
                returns.forgetting(settings.returnPath().keepReportsDays()).start());
        started(starting, domains.checks().start());
        started(starting, tracking.turning().start());
        started(starting, claims.start());
        started(starting, webhooks.start());
        started(starting, streams.start());
        started(starting, requestLog.start());
        started(starting, audit.start());

        features = new Features(teams.first(), keys, rateLimit, domains, delegated, emails, webhooks);
        var queue = new QueueRoutes(controls, domains::everyId, clock);
        var certificateRoutes = new CertificateRoutes(certificates);
        var auditRoutes = new AuditRoutes(audit);
        AdminDoor.Routes operating = routes -> {
            queue.register(routes);
            auditRoutes.register(routes);
            certificateRoutes.register(routes);
        };
        var admin = started(starting, AdminDoor.open(settings.admin(), () -> obstacles(database), metrics, operating));
        started(starting, AdminFile.write(settings.dataDir(), admin.address()));
        var extra = extras.apply(features);
        var dialects = new ArrayList<>(extra.doors());
        dialects.add(new AutosendDialect(domains, emails, new ShortIds(database, random)));
        dialects.add(new InboxesDialect(
                new InboxDomains(database, domains, clock), new Inboxes(database, domains, clock), emails));
        dialects.add(new ByokDialect(upstreams));
        var figures = new TeamFigures(quotas, domains, rates, requestLog, statistics);
        dialects.add(new ResendDialect(
                keys,
                domains,
                claims,
                emails,
                suppressions,
                figures,
                webhooks,
                streams,
                templates,
                topics,
                tools,
                certificates::state,
                links,
                tracking,
                audit,
                accounts.members(),
                clock));
        dialects.add(new ChallengeDialect(certificates));
        dialects.add(new ShareDialect(shares));
        dialects.add(new SharedEmailDialect(emailShares));
        dialects.add(new LinksDialect(tracking, clock));
        var doors = new FrontDoors(
                teams,
                domains,
                claims,
                providers,
                new Exports(resolvers.fresh()),
                connect,
                dnsPublishing,
                shares,
                certificates::state,
                emails,
                emailShares,
                tracking,
                templates,
                topics,
                suppressions,
                webhooks,
                statistics,
                keys,
                quotas,
                requestLog,
                controls,
                new SuspendedSites(controls),
                request -> origin(settings.http(), certificates, request),
                ShareDialect::path,
                SharedEmailDialect::path,
                () -> submissionUrls,
                audit);
        dialects.add(started(
                starting,
                new Dashboard(
                        accounts,
                        doors,
                        extra.sections(),
                        extra.sections().isEmpty() ? Set.of(Area.MAILBOX) : Set.of(),
                        !extra.local(),
                        clock)));
        if (settings.role().serves())
            http = started(
                    starting,
                    HttpDoor.open(
                            settings.http(),
                            keys,
                            dialects,
                            rateLimit,
                            figures.observer(),
                            Encryption.with(certificates),
                            metrics,
                            clock));
        certificates.start(settings.role().serves());
        if (settings.role().serves() && settings.submission().isOn()) {
            var submission = SubmissionDoor.open(
                    settings.submission(), heloName(settings.delivery()), keys, rateLimit, emails, clock);
            submissionUrls = started(starting, submission).urls();
        }
        if (settings.role().serves() && settings.returnPath().isOn()) {
            var door = ReturnPathDoor.open(
                    settings.returnPath(),
                    heloName(settings.delivery()),
                    returns,
                    domains::isReturnPath,
                    settings.dataDir(),
                    clock);
            returnPathAddresses = started(starting, door).addresses();
        }
        running.addAll(starting);
    }

    Features features() {
        return features;
    }

    /// Tells pages where mail programs hand in messages, when that is not a door of this server's own.
    void submittedAt(String url) {
        submissionUrls = List.of(url);
    }

    /// The people who sign in.
    Accounts accounts() {
        return accounts;
    }

    /// Where the API listens; the port that was set while this process does not serve it.
    int httpPort() {
        return http == null ? httpListen.port() : http.port();
    }

    /// Where mail programs hand in messages.
    List<String> submissionUrls() {
        return submissionUrls;
    }

    /// Where other servers bring bounces.
    List<HostPort> returnPathAddresses() {
        return returnPathAddresses;
    }

    @Override
    public void close() {
        closeAll(running);
    }

    /// Every kind of event that features publish.
    static List<Class<? extends Event>> events() {
        return Stream.of(
                        EmailEvent.kinds(),
                        SuppressionEvent.kinds(),
                        TopicEvent.kinds(),
                        DomainEvent.kinds(),
                        WebhookEvent.kinds())
                .flatMap(List::stream)
                .toList();
    }

    private static Signers signers(Domains domains) {
        var signer = new DkimSigner();
        return domain -> Optional.of(domains.signing(domain))
                .filter(keys -> !keys.isEmpty())
                .map(keys -> (message, now) -> signer.sign(message, keys, now));
    }

    private static Downloads downloads(EmailsConfig config) {
        return new Downloads(new OutboundHttp(
                HostLookup.system(), AddressPolicy.allowingPrivate(config.privateAddresses()), (SSLSocketFactory)
                        SSLSocketFactory.getDefault()));
    }

    private static StsPolicies stsPolicies(
            DeliveryConfig config, Resolver resolver, Database database, InstantSource clock) {
        var http = new OutboundHttp(
                HostLookup.system(), AddressPolicy.allowingPrivate(config.privateAddresses()), (SSLSocketFactory)
                        SSLSocketFactory.getDefault());
        return new StsPolicies(resolver, new StsFetch(http), database, clock);
    }

    private static TlsReports tlsReports(
            Settings settings, Database database, Resolver resolver, ReportMail mail, InstantSource clock) {
        var http = new OutboundHttp(
                HostLookup.system(), AddressPolicy.PUBLIC_ONLY, (SSLSocketFactory) SSLSocketFactory.getDefault());
        var addresses = settings.domains().sendingAddresses();
        return new TlsReports(settings.tlsReports(), database, resolver, http, mail, addresses, clock);
    }

    private static Optional<NoticeMail> noticeMail(WebhooksConfig config, Emails emails, Teams teams) {
        if (config.noticesFrom().isEmpty()) return Optional.empty();
        try {
            return Optional.of(new WebhookNoticeMail(emails, teams.first(), Address.parse(config.noticesFrom())));
        } catch (BadAddress bad) {
            throw new CannotStart("webhooks.notices-from is no address: " + bad.getMessage());
        }
    }

    private static Optional<AccountMail> accountMail(
            AccountsConfig config, Emails emails, Teams teams, InstantSource clock) {
        if (config.mailFrom().isEmpty()) return Optional.empty();
        try {
            return Optional.of(new AccountLetters(emails, teams.first(), Address.parse(config.mailFrom()), clock));
        } catch (BadAddress bad) {
            throw new CannotStart("accounts.mail-from is no address: " + bad.getMessage());
        }
    }

    /// Whether anything could still be sent in a team's name.
    static boolean isInUse(Transaction tx, TeamId team) {
        return Domains.hasAny(tx, team) || Keys.hasAny(tx, team);
    }

    /// The dashboard's own pages, as links in mail and authenticators name them.
    private Site site(HttpConfig config) {
        return site(() -> URI.create(
                config.publicUrl().isEmpty()
                        ? "http://" + new HostPort(config.listen().host(), httpPort())
                        : config.publicUrl()));
    }

    static Site site(Supplier<URI> base) {
        return new Site(base, EntrancePages::invitation, EntrancePages::reset, EntrancePages.OIDC);
    }

    /// Asks servers that the operator named, wherever they are.
    static OutboundHttp outside() {
        return new OutboundHttp(HostLookup.system(), AddressPolicy.allowingPrivate(true), (SSLSocketFactory)
                SSLSocketFactory.getDefault());
    }

    private static String heloName(DeliveryConfig config) {
        if (!config.heloName().isEmpty()) return config.heloName();
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }

    private static DomainConnect connect(Settings settings, SecureRandom random, Resolver resolver) {
        var config = settings.domainConnect();
        // DNS hosts are on the internet, whatever addresses customers' endpoints may have
        var http = new OutboundHttp(
                HostLookup.system(),
                settings.dnsWriters().outside() ? AddressPolicy.PUBLIC_ONLY : AddressPolicy.LOOPBACK_ONLY,
                (SSLSocketFactory) SSLSocketFactory.getDefault());
        var pair = config.isOn() ? SigningPair.loadOrMake(config.keyFile(settings.dataDir()), random) : null;
        return new DomainConnect(config, settings.domains(), pair, resolver, Web.over(http));
    }

    /// Where whoever sent the request reaches us.
    private static String origin(HttpConfig config, Certificates certificates, Request request) {
        if (!config.publicUrl().isEmpty()) return config.publicUrl();
        return request.header("Host")
                .map(host -> (isServed(certificates, host) ? "https://" : "http://") + host)
                .orElseGet(() -> "http://" + config.listen());
    }

    private static boolean isServed(Certificates certificates, String host) {
        try {
            return certificates.isServed(DomainName.parse(host));
        } catch (BadDomainName withPort) {
            return false;
        }
    }

    private static List<String> obstacles(Database database) {
        return database.answers() ? List.of() : List.of("the database does not answer");
    }

    private static <T extends AutoCloseable> T started(Deque<AutoCloseable> starting, T resource) {
        starting.push(resource);
        return resource;
    }

    private static void closeAll(Deque<AutoCloseable> resources) {
        while (!resources.isEmpty()) {
            AutoCloseable resource = resources.pop();
            try {
                resource.close();
            } catch (Exception failed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> resource.getClass().getSimpleName() + " did not close",
                        failed);
            }
        }
    }
}
