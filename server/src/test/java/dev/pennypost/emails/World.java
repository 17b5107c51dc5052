package dev.pennypost.emails;

import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.Attempts;
import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.DeliveryConfig;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.delivery.control.Controls;
import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.delivery.tls.SessionOpener;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.delivery.traffic.TrafficConfig;
import dev.pennypost.domains.AddDomain;
import dev.pennypost.domains.AddResult;
import dev.pennypost.domains.DomainEvent;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.emails.files.Downloads;
import dev.pennypost.emails.lint.Lint;
import dev.pennypost.jobs.Loop;
import dev.pennypost.keys.Caller;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.dkim.DkimSigner;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.returnpath.ReturnPathConfig;
import dev.pennypost.returnpath.ReturnPathDoor;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Event;
import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.storage.Transaction;
import dev.pennypost.suppressions.SuppressionEvent;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.topics.TopicEvent;
import dev.pennypost.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Sending with a real database, a scriptable mail exchanger that gets all mail, a DNS of our own and a clock that
/// stands still until it is moved.
public final class World implements AutoCloseable {
    static final String NODE = "test-node";

    public final FixedClock clock = new FixedClock();
    public final FakeDns dns = new FakeDns();
    public final FakeMx mx = FakeMx.start();
    public final List<Event> events = new CopyOnWriteArrayList<>();
    public final Database database;
    final Domains domains;
    final Suppressions suppressions;
    final Topics topics;
    final Teams teams;
    final ReturnPaths returnPaths = new ReturnPaths(new byte[32]);
    final Set<KeyId> revoked = ConcurrentHashMap.newKeySet();
    private final TestAddresses tests;
    private final Outside outside;
    private final Withholding withholding;
    private final Tracker tracker;
    private final Loop relay;
    private Node node;
    private final List<ReturnPathDoor> doors = new CopyOnWriteArrayList<>();
    private Deliveries deliveries;
    private Emails emails;

    World() {
        this(TestAddresses.NONE);
    }

    World(TestAddresses tests) {
        this(tests, null, _ -> Tracker.NONE);
    }

    /// @param outside where mail goes; null for the one exchanger that gets all mail
    public World(@Nullable Outside outside) {
        this(TestAddresses.NONE, outside, _ -> Tracker.NONE);
    }

    /// @param tracker made over the world's database and clock
    public World(Function<World, Tracker> tracker) {
        this(TestAddresses.NONE, null, tracker);
    }

    private World(TestAddresses tests, @Nullable Outside outside, Function<World, Tracker> tracker) {
        this.tests = tests;
        this.outside = outside == null
                ? new Outside(Map.of("*", new HostPort("127.0.0.1", mx.port())), 25, ClientOptions.named("mta.test"))
                : outside;
        database = Database.open(TestPostgres.freshDatabase(), 6, clock);
        this.tracker = tracker.apply(this);
        teams = new Teams(database, clock);
        domains = new Domains(
                database,
                new RecordCheck(dns),
                new SecretBox(new byte[32], new SecureRandom()),
                PublicSuffixList.bundled()::registrableDomain,
                DomainsConfig.of("feedback.test", "spf.test"),
                clock);
        suppressions = new Suppressions(database, clock);
        topics = new Topics(database, clock);
        withholding = new Withholding(suppressions, topics, tests);
        database.outbox()
                .tell(
                        Stream.of(EmailEvent.kinds(), SuppressionEvent.kinds(), TopicEvent.kinds(), DomainEvent.kinds())
                                .flatMap(List::stream)
                                .toList(),
                        List.of(new Ear()));
        relay = database.outbox().relay().start();
        node = node(NODE);
        deliveries = node.deliveries();
        emails = emails();
    }

    public Emails emailsDoor() {
        return emails;
    }

    Controls controls() {
        return node.controls();
    }

    Histories histories() {
        return new Histories(database, deliveries, withholding);
    }

    public TeamId team(String name) {
        return teams.create(name);
    }

    /// A caller of this team whose domain may send.
    public Caller sender(TeamId team, String domain) {
        var added = (AddResult.Added) domains.add(team, AddDomain.named(domain));
        DomainId id = added.domain().id();
        database.useTransaction(tx -> {
            tx.handle().execute("update domains set status = 'verified', may_send = true where id = ?", id.value());
            tx.handle().execute("update domain_keys set stage = 'active' where domain_id = ?", id.value());
        });
        return new Caller(team, new KeyId(UUID.randomUUID()), Permission.FULL_ACCESS, null);
    }

    /// Sends and expects it to be accepted.
    public EmailId send(Caller caller, SendEmail request) {
        return ((SendResult.Accepted) emails.send(caller, request)).id();
    }

    public static SendEmail email(String from, String... to) {
        return new SendEmail(
                Mailbox.parse(from),
                Stream.of(to).map(Mailbox::parse).toList(),
                List.of(),
                List.of(),
                List.of(),
                "A subject",
                null,
                "A text",
                List.of(),
                List.of(),
                List.of());
    }

    public void awaitLastEvent(Caller caller, EmailId id, LastEvent expected) {
        Eventually.holds(
                id + " is " + expected,
                () -> emails.get(caller.team(), id)
                        .filter(email -> email.lastEvent() == expected)
                        .isPresent());
    }

    /// Waits until this many events of a kind have been told, and returns them.
    <E extends Event> List<E> awaitEvents(Class<E> kind, int count) {
        Eventually.holds(
                count + " " + kind.getSimpleName(),
                () -> events.stream().filter(kind::isInstance).count() >= count);
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Every attempt made for an email, oldest first.
    public List<Map<String, Object>> attempts(EmailId id) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery(
                        "select position, number, outcome, reason, reply, host, address, tls, tls_policy, conversation::text as conversation"
                                + " from attempts where email_id = :id order by position, number")
                .bind("id", id.value())
                .mapToMap()
                .list());
    }

    /// Another process at the same database.
    Emails otherNode() {
        return emails();
    }

    /// Ends the process in an orderly way and starts it again.
    void restart() {
        emails.close();
        node.close();
        node = node(NODE);
        deliveries = node.deliveries();
        emails = emails();
    }

    /// The world that mail is sent to.
    ///
    /// @param transport servers of domains whose MX is not asked for
    /// @param smtpPort where servers that MX records name are connected to
    /// @param options how sessions are opened
    public record Outside(Map<String, HostPort> transport, int smtpPort, ClientOptions options) {}

    /// A process that delivers.
    record Node(Controls controls, Deliveries deliveries) implements AutoCloseable {
        @Override
        public void close() {
            controls.close();
            deliveries.close();
        }
    }

    /// A process at this database that delivers.
    Node node(String name) {
        var traffic = new Traffic(TrafficConfig.USUAL, 4, database, name, clock);
        var made = deliveries(name, traffic);
        var controls =
                new Controls(database, made, traffic, new EmailProgress(withholding, domains.incidents()), clock);
        controls.start();
        made.start();
        return new Node(controls, made);
    }

    /// Opens a listener for what comes back and returns its port.
    ///
    /// @param complaintsAt where complaints without a reverse path may come; empty for nowhere
    int returnPath(String complaintsAt) {
        return returnPath(complaintsAt, Path.of("nowhere"));
    }

    /// @param dataDir where mail for the postmaster is kept
    int returnPath(String complaintsAt, Path dataDir) {
        var returns = returns();
        var any = new HostPort("127.0.0.1", 0);
        var config = new ReturnPathConfig(List.of(any), "", "", "", complaintsAt, "", 90, 10);
        var door = ReturnPathDoor.open(
                config,
                "feedback.test",
                FakeMx.certificate().serverContext(),
                returns,
                domains::isReturnPath,
                dataDir,
                clock);
        doors.add(door);
        return door.addresses().getFirst().port();
    }

    Returns returns() {
        return new Returns(database, returnPaths, new StatusReading(), withholding, new SimpleMeterRegistry(), clock);
    }

    @Override
    public void close() {
        doors.forEach(ReturnPathDoor::close);
        emails.close();
        node.close();
        relay.close();
        mx.close();
        database.close();
    }

    private Emails emails() {
        return emails(deliveries);
    }

    Emails emails(Deliveries delivering) {
        return new Emails(
                database,
                domains,
                delivering,
                withholding,
                new Lint(PublicSuffixList.bundled()::registrableDomain),
                new Quotas(database, teams, clock),
                (_, key) -> !revoked.contains(key),
                returnPaths,
                tracker,
                new Downloads(new OutboundHttp(
                        HostLookup.system(), AddressPolicy.ANY, (SSLSocketFactory) SSLSocketFactory.getDefault())),
                EmailLimits.standard(),
                new SimpleMeterRegistry(),
                clock);
    }

    private Deliveries deliveries(String name, Traffic traffic) {
        var signer = new DkimSigner();
        var config = DeliveryConfig.usual("mta.test", outside.transport());
        var attempts = new Attempts(
                config,
                ReplyRules.bundled(),
                traffic,
                dns,
                _ -> outside.smtpPort() != 25,
                domain -> Optional.of(domains.signing(domain))
                        .filter(keys -> !keys.isEmpty())
                        .map(keys -> (message, now) -> signer.sign(message, keys, now)),
                tests,
                outside.options(),
                SessionOpener.simple(dns, clock),
                new SimpleMeterRegistry(),
                clock,
                new Random(7),
                outside.smtpPort());
        return new Deliveries(
                database,
                name,
                new Letters(tracker),
                new EmailProgress(withholding, domains.incidents()),
                attempts,
                traffic,
                new SimpleMeterRegistry(),
                clock,
                new Random(7));
    }

    /// Hears everything.
    private final class Ear implements EventListener {
        @Override
        public boolean caresAbout(UUID teamId) {
            return true;
        }

        @Override
        public void on(Transaction tx, List<Published> published) {
            tx.afterCommit(() -> published.forEach(one -> events.add(one.event())));
        }
    }
}
