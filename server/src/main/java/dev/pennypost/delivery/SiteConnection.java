package dev.pennypost.delivery;

import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.traffic.Permission;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.delivery.traffic.Way;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.SessionFailed;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Step;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One runner's session with its site: opened at the first of the site's servers that answers, from an address that may
/// open one, kept from message to message, opened anew when it has carried its share.
final class SiteConnection implements AutoCloseable {
    private static final int MOST_TARGETS = 10;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final SiteKey site;
    private final Routes routes;
    private final Traffic traffic;
    private final ClientOptions options;
    private final Semaphore connections;
    private final InstantSource clock;
    private final Random random;
    private @Nullable SmtpSession session;
    private @Nullable Way way;
    private Instant opened = Instant.MIN;

    SiteConnection(
            SiteKey site,
            Routes routes,
            Traffic traffic,
            ClientOptions options,
            Semaphore connections,
            InstantSource clock,
            Random random) {
        this.site = site;
        this.routes = routes;
        this.traffic = traffic;
        this.options = options.withTls(tls(site, traffic));
        this.connections = connections;
        this.clock = clock;
        this.random = random;
    }

    /// Who turns mail in the clear away is not even offered it.
    private static TlsMode tls(SiteKey site, Traffic traffic) {
        return site.tls() == TlsMode.OPPORTUNISTIC && traffic.requiresTls(site.site()) ? TlsMode.REQUIRED : site.tls();
    }

    /// The open session, or why there is none.
    ///
    /// @param sender the domain whose mail is to go over it
    Opened session(DomainName sender) {
        SmtpSession kept = session;
        if (kept != null && way != null && mayGoOn(kept, way, sender)) return message(kept, way);
        drop();
        return switch (routes.to(site.domain()).route()) {
            case Route.Nowhere nowhere -> new Opened.NoRoute(nowhere);
            case Route.Mapped(HostPort server) ->
                switch (Routes.addresses(server)) {
                    case Route.Hosts hosts -> enter(hosts, sender);
                    case Route.Nowhere nowhere -> new Opened.NoRoute(nowhere);
                    case Route.Mapped mapped -> throw new IllegalStateException("no addresses: " + mapped);
                };
            case Route.Hosts hosts -> enter(hosts, sender);
        };
    }

    /// Gives the session up, so that the next message opens another.
    void drop() {
        if (session != null) {
            session.quit();
            session = null;
            connections.release();
        }
        if (way != null) way.throttle().closed();
        way = null;
    }

    /// Who counts what is asked over this connection; null before it is open.
    @Nullable
    Way way() {
        return way;
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

    private boolean mayGoOn(SmtpSession kept, Way over, DomainName sender) {
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

    private Opened enter(Route.Hosts hosts, DomainName sender) {
        if (!connections.tryAcquire()) return new Opened.NotNow(new Permission.Full());
        return switch (traffic.enter(site.site(), site.pool(), sender)) {
            case Traffic.Entry.Closed(Permission missing) -> {
                connections.release();
                yield new Opened.NotNow(missing);
            }
            case Traffic.Entry.Open(Way found) -> {
                way = found;
                yield firstOf(hosts.inOrder(MOST_TARGETS, random), found);
            }
        };
    }

    private Opened firstOf(List<Target> targets, Way over) {
        var said = new ArrayList<Step>();
        Opened.Failed failed = null;
        for (Target target : targets) {
            switch (open(target, over, said)) {
                case Opened.Open open -> {
                    session = open.session();
                    opened = clock.instant();
                    return message(open.session(), over);
                }
                case Opened.Failed why -> failed = why;
                case Opened.NoRoute _, Opened.NotNow _ -> throw new IllegalStateException("a target is a route");
            }
        }
        connections.release();
        return failed == null ? new Opened.NoRoute(new Route.Unknown("4.4.4 no servers")) : failed;
    }

    /// Opens a session with one server. Where TLS is a bonus, a server that breaks it is spoken to in the clear
    /// (RFC 7435 §3: some protection when possible, none rather than no mail).
    private Opened open(Target target, Way over, List<Step> said) {
        ClientOptions from = from(over);
        try {
            return new Opened.Open(SmtpSession.open(target, from));
        } catch (SessionFailed failed) {
            said.addAll(failed.steps());
            if (failed.failure() instanceof Failure.TlsFailed && options.tls() == TlsMode.OPPORTUNISTIC)
                return inTheClear(target, from, said);
            return new Opened.Failed(target, failed.failure(), List.copyOf(said));
        }
    }

    private static Opened inTheClear(Target target, ClientOptions from, List<Step> said) {
        try {
            return new Opened.Open(SmtpSession.open(target, from.withTls(TlsMode.NONE)));
        } catch (SessionFailed failed) {
            said.addAll(failed.steps());
            return new Opened.Failed(target, failed.failure(), List.copyOf(said));
        }
    }

    private ClientOptions from(Way over) {
        ClientOptions from = over.source().address() == null
                ? options
                : options.withLocalAddress(over.source().address());
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
        record Failed(Target target, Failure failure, List<Step> said) implements Opened {}
    }
}
