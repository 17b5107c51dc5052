package dev.pennypost.delivery;

import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.tls.Bar;
import dev.pennypost.delivery.tls.MailHost;
import dev.pennypost.delivery.tls.SessionOpener;
import dev.pennypost.delivery.tls.TlsWish;
import dev.pennypost.delivery.traffic.Permission;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.delivery.traffic.Way;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Extensions;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.SmtpLogin;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Step;
import dev.pennypost.mail.smtp.client.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One runner's session with its site: opened at the first of the site's servers that answers, from an address that may
/// open one, kept from message to message, opened anew when it has carried its share.
final class SiteConnection implements AutoCloseable {
    private static final int MOST_TARGETS = 10;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final SiteKey site;
    private final Routes routes;
    private final Traffic traffic;
    private final SessionOpener opener;
    private final ClientOptions options;
    private final Map<String, SmtpLogin> logins;
    private final Semaphore connections;
    private final InstantSource clock;
    private final Random random;
    private final Set<DomainName> served = new HashSet<>();
    private @Nullable SmtpSession session;
    private SessionOpener.Opened.@Nullable Open open;
    private @Nullable MailHost host;
    private @Nullable Way way;
    private @Nullable SmtpLogin login;
    private List<Step> saidBefore = List.of();
    private Instant opened = Instant.MIN;

    SiteConnection(
            SiteKey site,
            Routes routes,
            Traffic traffic,
            SessionOpener opener,
            ClientOptions options,
            Map<String, SmtpLogin> logins,
            Semaphore connections,
            InstantSource clock,
            Random random) {
        this.site = site;
        this.routes = routes;
        this.traffic = traffic;
        this.opener = opener;
        this.options = options;
        this.logins = logins;
        this.connections = connections;
        this.clock = clock;
        this.random = random;
    }

    /// The open session, or why there is none.
    ///
    /// @param sender the domain whose mail is to go over it
    /// @param domain the recipient's, of those that lead here
    /// @param lacking why what is to be sent cannot go to a server that offers no more than this
    Opened session(Supplier<DomainName> sender, DomainName domain, Function<Extensions, Optional<Failure>> lacking) {
        SmtpSession kept = session;
        if (kept != null
                && way != null
                && mayGoOn(kept, way, sender)
                && serves(domain)
                && lacking.apply(kept.facts().extensions()).isEmpty()) return message(kept, way);
        drop();
        return switch (routes.to(domain).route()) {
            case Route.Nowhere nowhere -> new Opened.NoRoute(nowhere);
            case Route.Mapped(HostPort server) -> {
                login = logins.get(server.toString());
                yield switch (Routes.addresses(server)) {
                    case Route.Hosts hosts -> enter(hosts, sender, domain, lacking);
                    case Route.Nowhere nowhere -> new Opened.NoRoute(nowhere);
                    case Route.Mapped mapped -> throw new IllegalStateException("no addresses: " + mapped);
                };
            }
            case Route.Hosts hosts -> enter(hosts, sender, domain, lacking);
        };
    }

    /// Gives the session up, so that the next message opens another.
    void drop() {
        if (session != null) {
            session.quit();
            session = null;
            connections.release();
        }
        served.clear();
        open = null;
        host = null;
        if (way != null) way.throttle().closed();
        way = null;
    }

    /// Whether the open session may carry mail for a recipient's domain, as far as encryption goes: domains that share
    /// servers need not share what they demand of them.
    boolean serves(DomainName domain) {
        if (served.contains(domain)) return true;
        if (open == null || host == null || !isNamedBy(domain, host) || !opener.serves(open, host, wish(domain)))
            return false;
        return served.add(domain);
    }

    /// Whether the way from the domain to the server is known as well as it was from the domain it was opened for.
    private boolean isNamedBy(DomainName domain, MailHost one) {
        return switch (routes.to(domain).route()) {
            case Route.Hosts hosts -> hosts.groups().stream().anyMatch(group -> group.contains(one));
            case Route.Mapped _ -> one.found() == MailHost.Found.BY_OPERATOR;
            case Route.Nowhere _ -> false;
        };
    }

    private TlsWish wish(DomainName domain) {
        return new TlsWish(domain, site.tls(), traffic.requiresTls(site.site()));
    }

    /// What was decided about the encryption of the session, in a few words; null before it is open.
    @Nullable
    String tlsPolicy() {
        return open == null ? null : open.tlsPolicy();
    }

    /// Who counts what is asked over this connection; null before it is open.
    @Nullable
    Way way() {
        return way;
    }

    /// What was said in vain before the session was open: to servers that are preferred, or about TLS.
    List<Step> saidBefore() {
        return saidBefore;
    }

    /// The name the site is counted under.
    String site() {
        return site.site();
    }

    /// The name of our address at this end; null before the connection is open.
    @Nullable
    String source() {
        return way == null ? null : way.source().name();
    }

    @Override
    public void close() {
        drop();
    }

    private boolean mayGoOn(SmtpSession kept, Way over, Supplier<DomainName> sender) {
        return kept.isOpen()
                && kept.messagesSent() < over.throttle().messagesPerConnection()
                && clock.instant().isBefore(opened.plus(over.throttle().connectionAge()))
                && traffic.mayGoOn(over, sender);
    }

    /// Waits for its turn when it comes soon.
    private Opened message(SmtpSession open, Way over) {
        Permission permission = over.throttle().message(clock.instant());
        if (permission instanceof Permission.Later later) {
            Duration wait = Duration.between(clock.instant(), later.until());
            if (wait.compareTo(SOON) > 0) return new Opened.NotNow(permission);
            LockSupport.parkNanos(wait.toNanos());
            permission = over.throttle().message(clock.instant());
        }
        return permission instanceof Permission.Granted ? new Opened.Open(open) : new Opened.NotNow(permission);
    }

    private Opened enter(
            Route.Hosts hosts,
            Supplier<DomainName> sender,
            DomainName domain,
            Function<Extensions, Optional<Failure>> lacking) {
        if (!connections.tryAcquire()) return new Opened.NotNow(new Permission.Full());
        return switch (traffic.enter(site.site(), site.pool(), sender)) {
            case Traffic.Entry.Closed(Permission missing) -> {
                connections.release();
                yield new Opened.NotNow(missing);
            }
            case Traffic.Entry.Open(Way found) -> {
                way = found;
                yield firstOf(hosts.inOrder(MOST_TARGETS, random), found, domain, lacking);
            }
        };
    }

    /// The first server that answers and offers what the message asks for. That one which did not answer might
    /// have offered it is reason to come back.
    private Opened firstOf(
            List<MailHost> hosts, Way over, DomainName domain, Function<Extensions, Optional<Failure>> lacking) {
        var said = new ArrayList<Step>();
        @Nullable Opened failed = null;
        Opened unfit = new Opened.NoRoute(new Route.Unknown("4.4.4 no servers"));
        for (MailHost one : hosts) {
            switch (opener.open(one, wish(domain), from(over), said)) {
                case SessionOpener.Opened.Open got -> {
                    Optional<Failure> missing =
                            lacking.apply(got.session().facts().extensions());
                    if (missing.isPresent()) {
                        said.addAll(got.session().facts().steps());
                        got.session().quit();
                        unfit = new Opened.Failed(one.target(), missing.get(), List.copyOf(said), got.tlsPolicy());
                        continue;
                    }
                    open = got;
                    host = one;
                    session = got.session();
                    served.add(domain);
                    saidBefore = List.copyOf(said);
                    opened = clock.instant();
                    return message(got.session(), over);
                }
                case SessionOpener.Opened.Failed(Failure why, String policy) ->
                    failed = new Opened.Failed(one.target(), why, List.copyOf(said), policy);
                case SessionOpener.Opened.Barred(Bar bar, String policy) ->
                    failed = new Opened.Barred(one.target(), bar, List.copyOf(said), policy);
            }
        }
        connections.release();
        return failed == null ? unfit : failed;
    }

    private ClientOptions from(Way over) {
        ClientOptions known = login == null ? options : options.withLogin(login);
        ClientOptions from = over.source().address() == null
                ? known
                : known.withLocalAddress(over.source().address());
        return over.source().ehloName() == null
                ? from
                : from.withEhloName(over.source().ehloName());
    }

    /// A session, or why there is none.
    sealed interface Opened {
        record Open(SmtpSession session) implements Opened {}

        record NoRoute(Route.Nowhere nowhere) implements Opened {}

        /// There may be a route, but nothing more may be asked of the site now.
        record NotNow(Permission missing) implements Opened {}

        /// @param target the last server tried
        /// @param said everything said to the servers tried
        /// @param tlsPolicy what was decided about encryption, in a few words
        record Failed(Target target, Failure failure, List<Step> said, String tlsPolicy) implements Opened {}

        /// The last server was not spoken to.
        record Barred(Target target, Bar bar, List<Step> said, String tlsPolicy) implements Opened {}
    }
}
