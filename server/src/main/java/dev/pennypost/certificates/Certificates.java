package dev.pennypost.certificates;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.certificates.CertificateStore.Kept;
import dev.pennypost.certificates.CertificateStore.Leased;
import dev.pennypost.config.CannotStart;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.metrics.Metric;
import dev.pennypost.net.CertificateFiles;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Notifications;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Login;

/// The certificates of the hosts that HTTPS is served for: ordered, renewed, answered for, and held in memory
/// for the listener. Of several nodes one at a time looks after a host, and all serve what it brings home.
public final class Certificates implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Certificates.class.getName());

    /// Where nodes tell each other that there is a new certificate.
    private static final String CHANNEL = "certificates";

    /// Longer than the slowest order.
    private static final Duration LEASE = Duration.ofMinutes(15);
    /// Longer than the authority takes over one order; its authorizations may last for weeks.
    private static final Duration CHALLENGE = Duration.ofHours(1);
    /// After a problem that the next host would have too.
    private static final Duration REST = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration SYNC = Duration.ofMinutes(1);
    private static final Duration NOTED = Duration.ofHours(1);
    private static final int ORDERS_AT_ONCE = 3;
    /// A clock that is wrong by weeks, or a window that stays in the past, must not have us order in a circle.
    private static final Duration BETWEEN_ORDERS = Duration.ofHours(1);
    /// In a certificate revoked today, the window is in the past (RFC 9773 §4.2): it is asked for every day.
    private static final Duration ASK_FOR_WINDOW = Duration.ofDays(1);

    /// RFC 8555 §8.3: base64url; no authority's are longer.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    private final Database database;
    private final SecretBox secrets;
    private final HttpsConfig https;
    private final CertificatesConfig config;
    private final WantedHosts wanted;
    private final Preflight preflight;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final ServedKeys keys;
    private final @Nullable Authority authority;
    private final @Nullable Membership membership;
    private final CertificateStore store = new CertificateStore();
    private final Loop memory = Loop.named("certificate-memory", SYNC, this::refresh);
    private final List<Loop> working = new ArrayList<>();
    private Notifications.@Nullable Subscription heard;
    private volatile Instant restsUntil = Instant.MIN;

    /// @param wanted what is served beside the names in the settings
    /// @param resolver one that asks anew every time
    /// @throws CannotStart when the settings do not go together, or a file in them cannot be used
    public Certificates(
            Database database,
            SecretBox secrets,
            HttpsConfig https,
            CertificatesConfig config,
            WantedHosts wanted,
            Resolver resolver,
            MeterRegistry metrics,
            SecureRandom random,
            InstantSource clock) {
        this.database = database;
        this.secrets = secrets;
        this.https = https;
        this.config = config;
        this.wanted = named(https, wanted);
        this.preflight = new Preflight(resolver, config);
        this.metrics = metrics;
        this.clock = clock;
        requireSense(https, config);
        this.keys = new ServedKeys(https.certificateFile().isEmpty() ? null : own(https, clock));
        this.authority = config.isOn() ? new Authority(config, random) : null;
        this.membership =
                authority == null ? null : new Membership(authority, config, database, secrets, random, clock);
        Metric.CERTIFICATES_DAYS_LEFT.gauge(metrics, this::daysLeft);
    }

    private static void requireSense(HttpsConfig https, CertificatesConfig config) {
        if (config.isOn() && !config.agreeToTerms())
            throw new CannotStart("set `certificates.agree-to-terms` to true if you agree to the terms of service that "
                    + config.directory() + " names; or leave `certificates.directory` empty");
        if (config.isOn() && !https.isOn())
            throw new CannotStart(
                    "`certificates.directory` is set, but nothing would serve the certificates: set `https.listen`");
        if (https.isOn() && !config.isOn() && https.certificateFile().isEmpty())
            throw new CannotStart("`https.listen` needs certificates: set `certificates.directory`, or"
                    + " `https.certificate-file` and `https.key-file`");
    }

    private static CertificateFiles own(HttpsConfig https, InstantSource clock) {
        return CertificateFiles.open(Path.of(https.certificateFile()), Path.of(https.keyFile()), clock);
    }

    private static WantedHosts named(HttpsConfig https, WantedHosts others) {
        try {
            var names = https.hosts().stream().map(DomainName::parse).collect(Collectors.toSet());
            return () -> Stream.concat(names.stream(), others.now().stream()).collect(Collectors.toSet());
        } catch (BadDomainName bad) {
            throw new CannotStart("https.hosts: " + bad.getMessage(), bad);
        }
    }

    /// Begins to serve what other nodes have ordered.
    ///
    /// @param orders whether this node orders too
    public Certificates start(boolean orders) {
        if (!https.isOn()) return this;
        refresh();
        heard = database.notifications().listen(CHANNEL, memory::wake);
        memory.start();
        if (orders && config.isOn()) {
            working.add(Loop.named("certificate-hosts", SYNC, this::sync));
            for (int i = 1; i <= ORDERS_AT_ONCE; i++)
                working.add(Loop.named("certificates-" + i, LOOK, Acting.ourselves("certificates", this::lookAfterOne)));
            working.forEach(Loop::start);
        }
        return this;
    }

    /// Whether browsers that come to the host over HTTPS find a certificate that is valid now. Costs nothing.
    public boolean isServed(DomainName host) {
        if (!https.isOn()) return false;
        Instant now = clock.instant();
        if (keys.isOwn(host)) return keys.own().filter(own -> isValid(own, now)).isPresent();
        return keys.of(host)
                .filter(served -> isValid(served.issued().certificate(), now))
                .isPresent();
    }

    /// Whether the host is one of the operator's own, as the settings name them.
    public boolean isOperators(DomainName host) {
        return https.hosts().stream().anyMatch(host.ascii()::equalsIgnoreCase);
    }

    /// The settings of the listeners that serve these certificates.
    public HttpsConfig https() {
        return https;
    }

    /// How a host stands.
    public CertificateState state(DomainName host) {
        if (!https.isOn()) return new CertificateState.None();
        if (keys.isOwn(host))
            return keys.own()
                    .<CertificateState>map(
                            own -> new CertificateState.Ready(own.getNotAfter().toInstant(), null))
                    .orElseGet(CertificateState.None::new);
        return database.inTransaction(tx -> store.host(tx, host))
                .map(row -> row.state(clock.instant()))
                .orElseGet(CertificateState.None::new);
    }

    /// Every host that has or waits for a certificate by ACME, by name.
    public List<HostStanding> all() {
        Instant now = clock.instant();
        return database.inTransaction(store::hosts).stream()
                .map(row -> row.standing(now))
                .toList();
    }

    /// Has a host that failed tried again now, whatever its turn: somebody has repaired something.
    ///
    /// @return false where nothing had failed, or the authority wants to be left alone
    public boolean retry(DomainName host) {
        boolean hurried = database.inTransaction(tx -> {
            boolean failed = store.hurry(tx, host, clock.instant());
            if (failed) AuditLog.note(tx, null, Action.CERTIFICATE_RETRIED, subject(host));
            return failed;
        });
        if (hurried) working.forEach(Loop::wake);
        return hurried;
    }

    private static Subject subject(DomainName host) {
        return new Subject(Subject.Kind.CERTIFICATE, host.ascii(), host.ascii());
    }

    /// What is answered at `/.well-known/acme-challenge/{token}` (RFC 8555 §8.3), whichever node the
    /// authority asks.
    public Optional<String> challengeAnswer(String token) {
        if (!TOKEN.matcher(token).matches()) return Optional.empty();
        return database.inTransaction(tx -> store.answer(tx, token));
    }

    /// For a listener: shows each client the certificate of the host it names, and ends the handshake where
    /// there is none.
    public SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, null, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("TLS is missing from this JDK", impossible);
        }
    }

    @Override
    public void close() {
        if (heard != null) heard.close();
        if (authority != null) authority.close();
        working.forEach(Loop::close);
        memory.close();
    }

    /// Notes which hosts are wanted, and forgets those that have not been for long.
    boolean sync() {
        Instant now = clock.instant();
        var hosts = wanted.now().stream().filter(host -> !keys.isOwn(host)).toList();
        database.useTransaction(tx -> {
            store.want(tx, hosts, now, now.minus(NOTED));
            store.forget(tx, now.minus(Duration.ofDays(config.keepDays())), now);
        });
        working.forEach(Loop::wake);
        return false;
    }

    /// Takes the turn of the host that has been due longest.
    ///
    /// @return whether others may be due
    boolean lookAfterOne() {
        Instant now = clock.instant();
        if (authority == null || membership == null || now.isBefore(restsUntil)) return false;
        UUID lease = UUID.randomUUID();
        Optional<Leased> leased = database.inTransaction(tx -> store.take(tx, lease, now, now.plus(LEASE)));
        if (leased.isEmpty()) return false;
        new Turn(lease, leased.get(), authority, membership).take();
        return true;
    }

    /// Brings memory up to date with the database.
    boolean refresh() {
        keys.sweep();
        Map<DomainName, UUID> now = database.inTransaction(store::certificates);
        var known = keys.all();
        Set<DomainName> changed = new HashSet<>();
        now.forEach((host, id) -> {
            var served = known.get(host);
            if (served == null || !served.id().equals(id)) changed.add(host);
        });
        known.keySet().stream().filter(host -> !now.containsKey(host)).forEach(keys::remove);
        if (!changed.isEmpty())
            database.inTransaction(tx -> store.certificates(tx, changed)).forEach(this::serve);
        return false;
    }

    private void serve(Kept kept) {
        try {
            keys.put(kept.host(), new ServedKeys.Served(kept.id(), opened(kept)));
        } catch (GeneralSecurityException | SecretBox.CannotOpen unusable) {
            LOG.log(System.Logger.Level.ERROR, () -> "the certificate of " + kept.host() + " is unusable", unusable);
        }
    }

    private Issued opened(Kept kept) throws GeneralSecurityException {
        var chain = Pem.read(kept.chain());
        byte[] key = secrets.open(kept.sealedKey(), context(kept.host()));
        return new Issued(
                chain, Pem.privateKey(key, chain.getFirst().getPublicKey().getAlgorithm()));
    }

    private static String context(DomainName host) {
        return "certificate:" + host;
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return now.isBefore(certificate.getNotAfter().toInstant());
    }

    private double daysLeft() {
        Instant now = clock.instant();
        return Stream.concat(
                        keys.own().stream(),
                        keys.all().values().stream()
                                .map(served -> served.issued().certificate()))
                .mapToDouble(certificate ->
                        Duration.between(now, certificate.getNotAfter().toInstant())
                                        .toSeconds()
                                / 86_400.0)
                .min()
                .orElse(Double.NaN);
    }

    /// One host that this node looks after, between two transactions.
    private final class Turn {
        private final UUID lease;
        private final HostRow row;
        private final @Nullable Kept kept;
        private final Authority authority;
        private final Membership membership;

        Turn(UUID lease, Leased leased, Authority authority, Membership membership) {
            this.lease = lease;
            this.row = leased.row();
            this.kept = leased.certificate();
            this.authority = authority;
            this.membership = membership;
        }

        void take() {
            try {
                Instant due = renewal();
                if (due.isAfter(clock.instant())) database.useTransaction(tx -> store.later(tx, lease, due));
                else issued(order());
            } catch (Refused refused) {
                failed(refused.problem());
            } catch (RuntimeException broken) {
                LOG.log(System.Logger.Level.ERROR, () -> "looking after " + row.host() + " failed", broken);
                failed(new CertificateProblem.OrderRefused("it failed here: " + broken.getMessage()));
            }
        }

        /// When the host has to be looked after; the beginning of time where it has no certificate.
        private Instant renewal() {
            var certificate = row.certificate();
            if (certificate == null) return Instant.MIN;
            Instant ours = Schedule.renewal(row.host(), certificate.notBefore(), certificate.notAfter());
            // what was tried and failed is tried again, whatever the authority suggests
            if (row.problem() != null) return Instant.MIN;
            X509Certificate shown = shown();
            if (shown == null || ours.isBefore(clock.instant())) return ours;
            return window(shown).map(this::suggested).orElse(ours);
        }

        /// Empty where there is none to be had now: the authority will be asked for more when the time comes.
        private Optional<Authority.Window> window(X509Certificate certificate) {
            try {
                return authority.renewalWindow(membership.login(), certificate);
            } catch (Refused _) {
                return Optional.empty();
            }
        }

        private Instant suggested(Authority.Window window) {
            Instant at = Schedule.within(row.host(), window.start(), window.end());
            Instant tomorrow = clock.instant().plus(ASK_FOR_WINDOW);
            Instant again = window.askAgain().isAfter(tomorrow) ? window.askAgain() : tomorrow;
            return at.isBefore(again) ? at : again;
        }

        private @Nullable X509Certificate shown() {
            try {
                return kept == null ? null : Pem.read(kept.chain()).getFirst();
            } catch (CertificateException unreadable) {
                return null;
            }
        }

        private Issued order() throws Refused {
            Login login = membership.login();
            var problem =
                    preflight.problem(row.host(), login.getAccountLocation().toString());
            if (problem.isPresent()) throw new Refused(problem.get());
            return authority.order(login, row.host(), shown(), this::post);
        }

        private void post(String token, String answer) {
            database.useTransaction(
                    tx -> store.challenge(tx, token, answer, clock.instant().plus(CHALLENGE)));
        }

        private void issued(Issued issued) {
            var fresh = new Kept(
                    row.host(),
                    Ids.next(clock.instant()),
                    Pem.write(issued.chain()),
                    secrets.seal(issued.key().getEncoded(), context(row.host())));
            Instant ours = Schedule.renewal(row.host(), issued.notBefore(), issued.notAfter());
            Instant tomorrow = clock.instant().plus(ASK_FOR_WINDOW);
            Instant soon = ours.isBefore(tomorrow) ? ours : tomorrow;
            Instant earliest = clock.instant().plus(BETWEEN_ORDERS);
            Instant due = soon.isBefore(earliest) ? earliest : soon;
            database.useTransaction(tx -> {
                store.issued(tx, lease, fresh, issued, due);
                var facts = Facts.of("not_before", issued.notBefore()).and("not_after", issued.notAfter());
                AuditLog.note(tx, null, Action.CERTIFICATE_ISSUED, subject(row.host()), null, facts);
                Notifications.notify(tx, CHANNEL);
            });
            Metric.CERTIFICATES_ISSUED.counter(metrics).increment();
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> row.host() + " has a certificate that is valid until " + issued.notAfter());
            memory.wake();
        }

        private void failed(CertificateProblem problem) {
            Instant now = clock.instant();
            if (authority.isClosing()) {
                database.useTransaction(tx -> store.later(tx, lease, now));
                return;
            }
            if (problem instanceof CertificateProblem.AccountRefused) membership.forget();
            if (problem.isAboutTheAuthority()) restsUntil = now.plus(REST);
            Instant due = Schedule.retry(row.host(), row.failures() + 1, now, problem);
            database.useTransaction(tx -> store.failed(tx, lease, problem, now, due));
            Metric.CERTIFICATE_FAILURES.counter(metrics, problem.code()).increment();
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "no certificate for " + row.host() + " until " + due + ": " + problem.why());
        }
    }
}
