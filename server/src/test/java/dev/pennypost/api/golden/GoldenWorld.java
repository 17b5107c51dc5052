package dev.pennypost.api.golden;

import dev.pennypost.Settings;
import dev.pennypost.accounts.AccountResult;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.Client;
import dev.pennypost.accounts.NewPerson;
import dev.pennypost.accounts.OidcConfig;
import dev.pennypost.accounts.Person;
import dev.pennypost.accounts.Role;
import dev.pennypost.accounts.Site;
import dev.pennypost.api.autosend.AutosendDialect;
import dev.pennypost.api.byok.ByokDialect;
import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.Encryption;
import dev.pennypost.api.http.HttpConfig;
import dev.pennypost.api.http.HttpDoor;
import dev.pennypost.api.http.Router;
import dev.pennypost.api.inboxes.InboxesDialect;
import dev.pennypost.api.links.LinksDialect;
import dev.pennypost.api.resend.DomainTools;
import dev.pennypost.api.resend.EmailLinks;
import dev.pennypost.api.resend.ResendDialect;
import dev.pennypost.api.resend.ResendEvents;
import dev.pennypost.api.resend.TeamFigures;
import dev.pennypost.api.share.ShareDialect;
import dev.pennypost.api.share.SharedEmailDialect;
import dev.pennypost.audit.AuditConfig;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.certificates.CertificateState;
import dev.pennypost.config.Config;
import dev.pennypost.config.HostPort;
import dev.pennypost.config.Secret;
import dev.pennypost.dashboard.Dashboard;
import dev.pennypost.dashboard.FrontDoors;
import dev.pennypost.dashboard.entrance.EntrancePages;
import dev.pennypost.dashboard.queue.SuspendedSites;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.delivery.Attempts;
import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.DeliveryConfig;
import dev.pennypost.delivery.Signers;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.delivery.control.Controls;
import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.delivery.tls.SessionOpener;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.delivery.traffic.TrafficConfig;
import dev.pennypost.domains.Claims;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.connect.Web;
import dev.pennypost.domains.diagnosis.Examination;
import dev.pennypost.domains.diagnosis.Examiner;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.domains.export.Exports;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.share.Shares;
import dev.pennypost.domains.writer.DnsPublishing;
import dev.pennypost.domains.writer.Endpoints;
import dev.pennypost.emails.AttachmentLinks;
import dev.pennypost.emails.EmailLimits;
import dev.pennypost.emails.EmailProgress;
import dev.pennypost.emails.EmailShares;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.EmailsConfig;
import dev.pennypost.emails.Histories;
import dev.pennypost.emails.Letters;
import dev.pennypost.emails.ReturnPaths;
import dev.pennypost.emails.Withholding;
import dev.pennypost.emails.files.Downloads;
import dev.pennypost.emails.lint.Lint;
import dev.pennypost.inboxes.InboxDomains;
import dev.pennypost.inboxes.Inboxes;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.dkim.DkimSigner;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.quotas.RateLimit;
import dev.pennypost.quotas.RequestRates;
import dev.pennypost.requestlog.RequestLog;
import dev.pennypost.requestlog.RequestLogConfig;
import dev.pennypost.secrets.Seal;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.statistics.Statistics;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.ShortIds;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.streams.KafkaConfig;
import dev.pennypost.streams.Streams;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.TeamLimits;
import dev.pennypost.teams.Teams;
import dev.pennypost.templates.Templates;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.topics.Topics;
import dev.pennypost.tracking.TrackedHistories;
import dev.pennypost.tracking.Tracking;
import dev.pennypost.tracking.TrackingConfig;
import dev.pennypost.tracking.TrackingConfig.OwnHosts;
import dev.pennypost.tracking.links.Token;
import dev.pennypost.upstreams.Upstreams;
import dev.pennypost.upstreams.UpstreamsConfig;
import dev.pennypost.webhooks.Notices;
import dev.pennypost.webhooks.Surroundings;
import dev.pennypost.webhooks.Webhooks;
import dev.pennypost.webhooks.WebhooksConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/// Every dialect over one core behind the real listener, with a DNS of our own and a clock that moves when told
/// to.
public final class GoldenWorld implements AutoCloseable {
    private static final UpstreamsConfig NOBODY = new UpstreamsConfig("https://up.test", true, true, 5);
    private static final Seal LINKS = new Seal(new byte[32], "tracked links");

    private final DnsPublishing publishing;
    private final FixedClock clock = new FixedClock();
    private final SecureRandom random = new SecureRandom();
    private final FakeMx mx = FakeMx.start();
    private final Database database;
    private final Teams teams;
    private final Keys keys;
    private final FakeDns dns = new FakeDns();
    private final Domains domains;
    private final Emails emails;
    private final Tracking tracking;
    private final Deliveries deliveries;
    private final RequestLog requests;
    private final List<Dialect> dialects;
    private final Dashboard dashboard;
    private final Accounts accounts;
    private int people;
    private final HttpDoor door;

    public GoldenWorld() {
        this(0);
    }

    /// @param more sections of the dashboard that not every installation has
    public GoldenWorld(List<Section> more) {
        this(0, more);
    }

    /// @param requestsPerSecond that a team may make, 0 for no limit
    public GoldenWorld(int requestsPerSecond) {
        this(requestsPerSecond, List.of());
    }

    /// @param more sections of the dashboard that not every installation has
    /// @param address of a database with our schema and nothing in it
    public GoldenWorld(List<Section> more, Database.Address address) {
        this(0, "", NOBODY, more, address, Endpoints.standard(), AddressPolicy.PUBLIC_ONLY);
    }

    /// @param hosts where DNS hosts are asked to write records, on this machine
    public GoldenWorld(Endpoints hosts) {
        this(0, "", NOBODY, List.of(), TestPostgres.freshDatabase(), hosts, AddressPolicy.ANY);
    }

    private GoldenWorld(int requestsPerSecond, List<Section> more) {
        this(requestsPerSecond, "", NOBODY, more);
    }

    /// @param brokers of a Kafka that nobody calls; empty for none
    GoldenWorld(int requestsPerSecond, String brokers, UpstreamsConfig upstream) {
        this(requestsPerSecond, brokers, upstream, List.of());
    }

    private GoldenWorld(int requestsPerSecond, String brokers, UpstreamsConfig upstream, List<Section> more) {
        this(
                requestsPerSecond,
                brokers,
                upstream,
                more,
                TestPostgres.freshDatabase(),
                Endpoints.standard(),
                AddressPolicy.PUBLIC_ONLY);
    }

    private GoldenWorld(
            int requestsPerSecond,
            String brokers,
            UpstreamsConfig upstream,
            List<Section> more,
            Database.Address address,
            Endpoints hosts,
            AddressPolicy allowed) {
        database = Database.open(address, 8, clock);
        teams = new Teams(database, clock);
        keys = new Keys(database, random, clock);
        var quotas = new Quotas(database, teams, clock);
        publishing = new DnsPublishing(
                allowed, HostLookup.system(), hosts, clock, PublicSuffixList.bundled()::registrableDomain);
        // the operator's own names, which customers' records lead to
        dns.txt("spf.mta.test", "v=spf1 ip4:192.0.2.25 -all")
                .a("feedback.mta.test", "192.0.2.25")
                .a("inbound.localhost", "192.0.2.25");
        var secrets = new SecretBox(new byte[32], random);
        var metrics = new SimpleMeterRegistry();
        var config = DomainsConfig.of("feedback.mta.test", "spf.mta.test");
        domains = new Domains(
                database, examiner(), secrets, PublicSuffixList.bundled()::registrableDomain, config, clock);
        var delivery = DeliveryConfig.usual("mta.test", Map.of("*", new HostPort("127.0.0.1", mx.port())));
        var traffic = new Traffic(TrafficConfig.USUAL, 4, database, "golden", clock);
        var attempts = new Attempts(
                delivery,
                ReplyRules.bundled(),
                traffic,
                dns,
                _ -> false,
                signers(domains),
                TestAddresses.NONE,
                ClientOptions.named("mta.test"),
                SessionOpener.simple(dns, clock),
                new SimpleMeterRegistry(),
                clock,
                new Random(7),
                Attempts.SMTP_PORT);
        var suppressions = new Suppressions(database, clock);
        var topics = new Topics(database, clock);
        var withholding = new Withholding(suppressions, topics, TestAddresses.NONE);
        var progress = new EmailProgress(withholding, domains.incidents());
        deliveries = new Deliveries(
                database, "golden", new Letters(), progress, attempts, traffic, metrics, clock, new Random(7));
        tracking = new Tracking(
                database,
                new TrackingConfig(OwnHosts.OFF, "http://links.test", false, false, "", 90),
                _ -> Optional.empty(),
                LINKS,
                LinksDialect::path,
                metrics,
                clock);
        emails = new Emails(
                database,
                domains,
                deliveries,
                withholding,
                new Lint(PublicSuffixList.bundled()::registrableDomain),
                quotas,
                (_, _) -> true,
                new ReturnPaths(new byte[32]),
                tracking,
                new Downloads(new OutboundHttp(
                        HostLookup.system(), AddressPolicy.ANY, (SSLSocketFactory) SSLSocketFactory.getDefault())),
                EmailLimits.of(new EmailsConfig(false, List.of("nobody.test"))),
                metrics,
                clock);
        var histories = new TrackedHistories(database, new Histories(database, deliveries, withholding));
        var statistics = new Statistics(database, histories, clock);
        var webhooks = new Webhooks(
                database,
                secrets,
                new ResendEvents(),
                new WebhooksConfig(true, true, 15, 30, 5, ""),
                new Surroundings("golden", clock, random, HostLookup.system()),
                new Notices(teams, Optional.empty(), metrics));
        var streams = new Streams(
                database,
                new ResendEvents(),
                new KafkaConfig(brokers, "", "pennypost.{team}.", 30),
                "golden",
                clock,
                random,
                metrics);
        var templates = new Templates(database, clock);
        var claims = new Claims(database, domains, new RecordCheck(dns), emails, config, clock, random);
        var upstreams = new Upstreams(database, secrets, HostLookup.system(), upstream, clock);
        requests = new RequestLog(database, new RequestLogConfig(true, 30), metrics, clock).start();
        RequestRates rates =
                team -> Objects.requireNonNullElse(teams.limits(team).requestsPerSecond(), requestsPerSecond);
        accounts = accounts(secrets);
        var figures = new TeamFigures(quotas, domains, rates, requests, statistics);
        var audit = new AuditLog(database, new AuditConfig(400), clock);
        dialects = List.of(
                new ResendDialect(
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
                        tools(),
                        _ -> new CertificateState.None(),
                        links(),
                        tracking,
                        audit,
                        accounts.members(),
                        clock),
                new AutosendDialect(domains, emails, new ShortIds(database, random)),
                new InboxesDialect(
                        new InboxDomains(database, domains, clock), new Inboxes(database, domains, clock), emails),
                new ByokDialect(upstreams));
        var connected = connect();
        var controls = new Controls(database, deliveries, traffic, progress, clock);
        var doors = new FrontDoors(
                teams,
                domains,
                claims,
                Providers.bundled(),
                new Exports(dns),
                connected,
                publishing,
                new Shares(domains, Providers.bundled(), connected, new Seal(new byte[32], "share links"), clock),
                _ -> new CertificateState.None(),
                emails,
                emailShares(),
                tracking,
                templates,
                topics,
                suppressions,
                webhooks,
                statistics,
                keys,
                quotas,
                requests,
                controls,
                new SuspendedSites(controls),
                _ -> url(),
                ShareDialect::path,
                SharedEmailDialect::path,
                () -> List.of("smtp://127.0.0.1:2587"),
                audit);
        dashboard = new Dashboard(accounts, doors, more, Set.of(), false, clock);
        domains.checks().start();
        door = HttpDoor.open(
                new HttpConfig(HostPort.parse("127.0.0.1:0"), "", 1_000_000, requestsPerSecond),
                keys,
                Stream.concat(
                                dialects.stream(),
                                Stream.of(
                                        new SharedEmailDialect(emailShares()),
                                        new LinksDialect(tracking, clock),
                                        dashboard))
                        .toList(),
                new RateLimit(rates, requestsPerSecond, clock),
                figures.observer(),
                Encryption.NONE,
                metrics,
                clock);
    }

    private static Signers signers(Domains domains) {
        var signer = new DkimSigner();
        return id -> Optional.of(domains.signing(id))
                .filter(signing -> !signing.isEmpty())
                .map(signing -> (message, now) -> signer.sign(message, signing, now));
    }

    /// Begins to deliver what is accepted; all of it goes to this server.
    public FakeMx delivering() {
        deliveries.start();
        return mx;
    }

    /// Somebody with the role in the team of a key, whose browser is signed in. The first is `ada@example.com`.
    public SignedIn signIn(String key, Role role) {
        TeamId team = keys.authenticate(key).orElseThrow().team();
        String email = (people++ == 0 ? "ada" : "ada" + people) + "@example.com";
        var said = new NewPerson(email, "Ada", new Secret("correct horse battery"));
        if (!(accounts.create(said, team, role) instanceof AccountResult.Done<Person>(Person person)))
            throw new AssertionError("no account for " + email);
        return begin(person);
    }

    /// Another browser of somebody who is signed in.
    public SignedIn again(SignedIn session) {
        return begin(accounts.sessions().find(session.id()).orElseThrow().person());
    }

    private SignedIn begin(Person person) {
        String token = accounts.sessions()
                .begin(person, new Client("127.0.0.1", "test", null))
                .reveal();
        return new SignedIn(token, accounts.sessions().find(token).orElseThrow().csrf());
    }

    private Accounts accounts(SecretBox secrets) {
        var settings = Config.of(Settings.class).load().settings();
        var site =
                new Site(() -> URI.create(url()), EntrancePages::invitation, EntrancePages::reset, EntrancePages.OIDC);
        var http = new OutboundHttp(
                HostLookup.system(), AddressPolicy.ANY, (SSLSocketFactory) SSLSocketFactory.getDefault());
        var around = new dev.pennypost.accounts.Surroundings(
                settings.accounts(), OidcConfig.OFF, site, Optional.empty(), http, (_, _) -> false, random, clock);
        return new Accounts(database, teams, secrets, new byte[32], around);
    }

    /// What a signed-in browser shows.
    ///
    /// @param id the value of its cookie
    public record SignedIn(String id, String csrf) {}

    private DomainTools tools() {
        var providers = Providers.bundled();
        var connect = connect();
        return new DomainTools(
                providers,
                new Exports(dns),
                connect,
                publishing,
                new Shares(domains, providers, connect, new Seal(new byte[32], "share links"), clock),
                (_, token) -> token);
    }

    private DomainConnect connect() {
        var settings = Config.of(Settings.class).load().settings();
        var http = new OutboundHttp(
                HostLookup.system(), AddressPolicy.PUBLIC_ONLY, (SSLSocketFactory) SSLSocketFactory.getDefault());
        return new DomainConnect(settings.domainConnect(), settings.domains(), null, dns, Web.over(http));
    }

    /// For what no dialect can bring about.
    public Database database() {
        return database;
    }

    /// What time it is there.
    public Instant now() {
        return clock.instant();
    }

    /// The team of a key.
    public TeamId team(String key) {
        return keys.authenticate(key).orElseThrow().team();
    }

    public String url() {
        return "http://127.0.0.1:" + door.port();
    }

    /// A key of a team of its own.
    public String newKey() {
        return newKey(Permission.FULL_ACCESS);
    }

    /// A key of the team whose owners operate the installation.
    public String operatorsKey() {
        TeamId first = teams.first();
        clock.advance(Duration.ofMillis(1)); // ids of one moment are in no order
        return keys.create(first, "golden", Permission.FULL_ACCESS, null)
                .token()
                .reveal();
    }

    public String newKey(Permission permission) {
        TeamId team = teams.create("golden");
        return keys.create(team, "golden", permission, null).token().reveal();
    }

    /// Limits the team of a key.
    void limit(String key, TeamLimits limits) {
        teams.limit(keys.authenticate(key).orElseThrow().team(), limits);
    }

    /// The routes of each dialect, by its mount, as `METHOD /path`.
    public static List<String> routes(Dialect dialect) {
        var router = new Router();
        dialect.register(router);
        return router.describe();
    }

    public List<Dialect> dialects() {
        return dialects;
    }

    public Dashboard dashboard() {
        return dashboard;
    }

    /// The path of a link in the copy that the first recipient of an email gets.
    public String link(String key, String email, String target) {
        var team = keys.authenticate(key).orElseThrow().team().value();
        return LinksDialect.path(new Token(Token.Kind.CLICK, team, UUID.fromString(email), 0, target).sealed(LINKS));
    }

    /// How an email is tracked, as it is stored; empty for not at all.
    Optional<String> tracked(String email) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select tracked::text from email_contents where email_id = :id and tracked is not null")
                .bind("id", UUID.fromString(email))
                .mapTo(String.class)
                .findOne());
    }

    /// Removes everything that was stored, so that names are free again.
    void clear() {
        database.useTransaction(tx -> tx.handle().execute("truncate teams cascade"));
        for (String name : List.of("example.com", "yourcompany.com", "notifications.example.com", "mail.example.com"))
            forget(name);
    }

    private void forget(String name) {
        for (String label :
                List.of("", "send.", "_dmarc.", "pennypost._domainkey.", "_autosend-verify.", "_pennypost."))
            dns.forget(label + name);
    }

    /// One resolver stands in for all servers; who hosts a zone is told by its NS records.
    private Examiner examiner() {
        var check = new RecordCheck(dns);
        return subject -> {
            var seen = check.examine(subject);
            return Stream.iterate(
                            Optional.of(subject.domain()),
                            Optional::isPresent,
                            name -> name.flatMap(DomainName::parent))
                    .flatMap(Optional::stream)
                    .filter(name -> dns.ask(name, RecordType.NS) instanceof Answer.Records)
                    .findFirst()
                    .map(zone -> new Examination(zone, servers(zone), null, seen.findings(), seen.records()))
                    .orElse(seen);
        };
    }

    private List<DomainName> servers(DomainName zone) {
        return dns.ask(zone, RecordType.NS).all(DnsRecord.Name.class).stream()
                .map(DnsRecord.Name::target)
                .toList();
    }

    /// Does something outside, such as `publish example.com`: publishes records, has time pass.
    public void obey(String word, String argument) {
        switch (word) {
            case "publish" -> plan(argument).forEach(this::publish);
            case "withhold" -> forget(argument);
            case "publish-only" -> {
                String[] words = argument.split(" ", -1);
                plan(words[0]).stream()
                        .filter(record ->
                                List.of(words).contains(record.purpose().name()))
                        .forEach(this::publish);
            }
            case "txt" -> {
                String[] words = argument.split(" ", 2);
                dns.txt(words[0], words[1]);
            }
            case "mx" -> {
                String[] words = argument.split(" ", 2);
                dns.mx(words[0], 10, words[1]);
            }
            case "ns" -> {
                String[] words = argument.split(" ", 2);
                dns.ns(words[0], words[1].split(" "));
            }
            case "await" -> {
                String[] words = argument.split(" ", -1);
                Eventually.holds(argument, () -> status(words[0]).equals(words[1]));
            }
            case "advance" -> clock.advance(Duration.parse(argument));
            default -> throw new AssertionError("unknown instruction " + word);
        }
    }

    private EmailLinks links() {
        return new EmailLinks(
                new AttachmentLinks(emails, new Seal(new byte[32], "attachments"), clock),
                emailShares(),
                SharedEmailDialect::path,
                _ -> "http://here.test");
    }

    private EmailShares emailShares() {
        return new EmailShares(emails, new Seal(new byte[32], "shared emails"), clock);
    }

    private String status(String name) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select status from domains where name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .one());
    }

    private List<PlannedRecord> plan(String name) {
        DomainId id = domains.everyId(DomainName.parse(name)).getLast();
        return database.inTransaction(tx -> tx.handle()
                        .createQuery("select team_id from domains where id = :id")
                        .bind("id", id.value())
                        .mapTo(UUID.class)
                        .findOne())
                .flatMap(team -> domains.get(new TeamId(team), id))
                .orElseThrow()
                .plan();
    }

    private void publish(PlannedRecord planned) {
        switch (planned.type()) {
            case MX -> dns.mx(planned.name().ascii(), 10, planned.value());
            case TXT -> dns.txt(planned.name().ascii(), planned.value());
            case CNAME -> dns.cname(planned.name().ascii(), planned.value());
            default -> throw new AssertionError("no plan has " + planned.type());
        }
    }

    @Override
    public void close() {
        door.close();
        tracking.close();
        requests.close();
        domains.checks().close();
        emails.close();
        deliveries.close();
        mx.close();
        database.close();
    }
}
