package dev.pennypost.sandbox;

import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Response;
import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.DeliveryConfig;
import dev.pennypost.dns.DnsConfig;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.delegation.DelegationConfig;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.DnsServer;
import dev.pennypost.mail.dns.ZoneSource;
import dev.pennypost.mail.smtp.server.SelfSignedCertificate;
import dev.pennypost.mail.smtp.server.ServerLimits;
import dev.pennypost.mail.smtp.server.ServerOptions;
import dev.pennypost.mail.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// The outside world of a sandbox: a DNS server and a mail exchanger on loopback. It is there before the product
/// starts, because the product's settings lead to it, and until after it has stopped.
public final class SandboxWorld implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAILS_KEPT = 20_000;

    /// Receivers on this machine have room for every connection the engine may open.
    private static final ServerLimits LIMITS = ServerLimits.standard().withConnections(4096);

    private final InstantSource clock;
    private final SandboxZones zones;
    private final CaughtMails mails;
    private final ReturnPathLine returnPath;
    private final Reader reader = new Reader();
    private final DnsServer dns;
    private final LazyTls tls;
    private final SmtpServer exchanger;

    private SandboxWorld(Path folder, InetSocketAddress smtp, InetSocketAddress dns, InstantSource clock)
            throws IOException {
        this.clock = clock;
        this.zones = new SandboxZones(new ZoneFiles(folder.resolve("zones")));
        this.mails = new CaughtMails(folder.resolve("mail"), MAILS_KEPT);
        this.returnPath = new ReturnPathLine(clock);
        this.tls = LazyTls.of(certificate(folder.resolve("smtp.p12")));
        this.dns = listening(dns, address -> DnsServer.start(address, zones));
        try {
            this.exchanger = listening(
                    smtp, address -> SmtpServer.start(options(address, tls), new Exchanger(mails, returnPath, clock)));
        } catch (CannotStart failed) {
            this.dns.close();
            throw failed;
        }
    }

    /// Starts both servers; what they keep lies in `sandbox` below the data directory.
    ///
    /// @param smtpPort 0 for any free one
    /// @param dnsPort 0 for any that is free for both UDP and TCP
    /// @throws CannotStart when a port or the folder is not to be had
    public static SandboxWorld start(Path dataDir, int smtpPort, int dnsPort, InstantSource clock) {
        Path folder = dataDir.resolve("sandbox");
        try {
            return new SandboxWorld(folder, loopback(smtpPort), loopback(dnsPort), clock);
        } catch (IOException unusable) {
            throw new CannotStart("cannot use " + folder + ": " + unusable.getMessage(), unusable);
        }
    }

    /// Where the product asks DNS: this one server is resolver and name server of everything.
    public DnsConfig dnsConfig() {
        return new DnsConfig(List.of(dns()), true, dns().port(), true);
    }

    /// The operator's names, which this DNS has.
    public DomainsConfig domainsConfig(DomainsConfig given) {
        return new DomainsConfig(
                OperatorHosts.FEEDBACK.ascii(),
                OperatorHosts.SPF.ascii(),
                OperatorHosts.EXCHANGER.ascii(),
                OperatorHosts.LINKS.ascii(),
                given.dmarcRecord(),
                given.dkimSelector(),
                given.keyRetireDays(),
                given.giveUpHours(),
                given.claimQuietDays(),
                given.claimGraceHours(),
                List.of());
    }

    /// A zone for owners to lead into, which this DNS serves for the product.
    public DelegationConfig delegationConfig(DelegationConfig given) {
        return new DelegationConfig(
                OperatorHosts.DELEGATED.ascii(),
                List.of(InetAddress.ofLiteral(LOOPBACK)),
                List.of(),
                (int) PlannedZone.TTL.toSeconds(),
                given.rotateKeysDays(),
                given.answersPerSecond());
    }

    /// Delivers everything to one place.
    ///
    /// @param everythingTo the exchanger, or what the developer wants to have instead
    public DeliveryConfig deliveryConfig(DeliveryConfig given, HostPort everythingTo) {
        return given.allTo(OperatorHosts.SENDER.ascii(), everythingTo);
    }

    /// The sandbox's routes. From now on the DNS server knows which domains there are; until then its clients wait.
    ///
    /// @param delegated what the product's own name server answers
    public Dialect door(Domains domains, ZoneSource delegated, Function<HttpProblem, Response> spelling) {
        return door(AddedDomains.of(domains), delegated, spelling);
    }

    Dialect door(AddedDomains domains, ZoneSource delegated, Function<HttpProblem, Response> spelling) {
        zones.connect(domains, delegated);
        return new SandboxDoor(new MailRoutes(mailroom()), new ZoneRoutes(zones, domains), spelling);
    }

    /// What the exchanger caught.
    public Mailroom mailroom() {
        var resolver = new DnsResolver(List.of(dns.address()));
        return new Mailroom(mails, new Authentication(resolver, clock), returnPath, reader);
    }

    /// Where the product listens for bounces, once it does.
    public void returnsTo(HostPort product) {
        returnPath.leadTo(product);
    }

    /// Where the product serves the images and links that count, once it does.
    public void readsAt(HostPort product) {
        reader.leadTo(product);
    }

    /// Does in the background what start-up left undone: making the certificate for STARTTLS.
    public void settleIn() {
        tls.prepare();
    }

    /// What every server of the sandbox shows for a certificate.
    public SSLContext tls() {
        return tls;
    }

    public HostPort dns() {
        return new HostPort(LOOPBACK, dns.address().getPort());
    }

    public HostPort exchanger() {
        return new HostPort(LOOPBACK, exchanger.port());
    }

    @Override
    public void close() {
        reader.close();
        exchanger.close();
        dns.close();
    }

    private static ServerOptions options(InetSocketAddress listen, SSLContext tls) {
        return ServerOptions.at(listen, OperatorHosts.EXCHANGER.ascii())
                .withLimits(LIMITS)
                .withTls(tls);
    }

    private static Supplier<SSLContext> certificate(Path file) {
        return () -> SelfSignedCertificate.keptAt(file, OperatorHosts.EXCHANGER.ascii())
                .serverContext();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port);
    }

    private static <T> T listening(InetSocketAddress address, Listener<T> listener) {
        try {
            return listener.on(address);
        } catch (IOException taken) {
            throw CannotStart.notListening(new HostPort(LOOPBACK, address.getPort()), taken);
        }
    }

    private interface Listener<T> {
        T on(InetSocketAddress address) throws IOException;
    }
}
