package dev.pennypost;

import dev.pennypost.api.http.HttpConfig;
import dev.pennypost.api.resend.ResendDialect;
import dev.pennypost.certificates.CertificatesConfig;
import dev.pennypost.certificates.HttpsConfig;
import dev.pennypost.cli.Ready;
import dev.pennypost.cli.Sandbox;
import dev.pennypost.cli.Serving;
import dev.pennypost.config.HostPort;
import dev.pennypost.dashboard.mailbox.MailboxPages;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.sandbox.DevelopmentKey;
import dev.pennypost.sandbox.SandboxWorld;
import dev.pennypost.submission.SubmissionConfig;
import dev.pennypost.submission.SubmissionDoor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The product in a sandbox: the same server as in production, whose outside world is ours.
final class DevServer implements AutoCloseable {
    private final SandboxWorld world;
    private final App app;
    private final SubmissionDoor submission;

    private DevServer(SandboxWorld world, App app, SubmissionDoor submission) {
        this.world = world;
        this.app = app;
        this.submission = submission;
    }

    /// Starts the outside world, then the server.
    static Serving start(Settings settings, Sandbox sandbox) {
        var world =
                SandboxWorld.start(settings.dataDir(), sandbox.smtpPort(), sandbox.dnsPort(), InstantSource.system());
        try {
            Settings inside =
                    inside(world, settings, Objects.requireNonNullElse(sandbox.deliverTo(), world.exchanger()));
            var app = App.start(
                    inside,
                    TestAddresses.inSandbox(inside.delivery()),
                    features -> new Extras(
                            List.of(world.door(features.domains(), features.delegated(), ResendDialect.spelling())),
                            List.of(new MailboxPages(
                                    new SandboxMailbox(world.mailroom()),
                                    PublicSuffixList.bundled()::registrableDomain)),
                            isLocal(settings.http())));
            app.returnPathAddresses().stream().findFirst().ifPresent(world::returnsTo);
            world.readsAt(local(inside.http().listen(), app.httpPort()));
            var submission = submission(world, app, settings);
            app.submittedAt(submission.urls().getFirst());
            return serving(new DevServer(world, app, submission), inside);
        } catch (RuntimeException | Error failed) {
            world.close();
            throw failed;
        }
    }

    private static Settings inside(SandboxWorld world, Settings given, HostPort everythingTo) {
        return new Settings(
                given.dataDir(),
                given.role(),
                given.storage(),
                given.http(),
                HttpsConfig.OFF,
                CertificatesConfig.OFF,
                SubmissionConfig.OFF,
                given.returnPath().sandboxed(),
                given.admin(),
                world.dnsConfig(),
                world.domainsConfig(given.domains()),
                world.delegationConfig(given.delegation()),
                given.domainConnect(),
                given.dnsWriters().inside(),
                world.deliveryConfig(given.delivery(), everythingTo),
                given.tlsReports(),
                given.traffic(),
                given.emails(),
                given.tracking().leadingTo(reached(given.http())),
                given.webhooks(),
                given.kafka(),
                given.upstreams(),
                given.accounts(),
                given.oidc(),
                given.requestLog(),
                given.audit(),
                given.log(),
                given.secrets());
    }

    private static boolean isLocal(HttpConfig config) {
        try {
            return InetAddress.getByName(config.listen().host()).isLoopbackAddress();
        } catch (UnknownHostException elsewhere) {
            return false;
        }
    }

    /// Empty where any free port is taken, which nobody knows yet.
    private static String reached(HttpConfig config) {
        if (!config.publicUrl().isEmpty()) return config.publicUrl();
        return config.listen().port() == 0 ? "" : "http://" + config.listen();
    }

    /// Where this machine reaches a listener, which may listen everywhere.
    private static HostPort local(HostPort listen, int port) {
        boolean everywhere = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0").contains(listen.host());
        return new HostPort(everywhere ? "127.0.0.1" : listen.host(), port);
    }

    /// Here and not in `App`, because its certificate is the sandbox's.
    private static SubmissionDoor submission(SandboxWorld world, App app, Settings given) {
        var config = SubmissionConfig.sandboxed(given.submission().listen().getFirst());
        var features = app.features();
        try {
            return SubmissionDoor.open(
                    config,
                    "localhost",
                    world.tls(),
                    features.keys(),
                    features.rateLimit(),
                    features.emails(),
                    InstantSource.system());
        } catch (RuntimeException | Error failed) {
            app.close();
            throw failed;
        }
    }

    private static Serving serving(DevServer server, Settings settings) {
        try {
            Ready ready = server.ready(settings);
            server.world.settleIn();
            return Launch.serving(server, ready);
        } catch (RuntimeException | Error failed) {
            server.submission.close();
            server.app.close();
            throw failed;
        }
    }

    private Ready ready(Settings settings) {
        var features = app.features();
        String key =
                DevelopmentKey.keptAt(settings.dataDir().resolve("dev-api-key"), features.keys(), features.firstTeam());
        String url = Launch.apiUrl(settings, app);
        return new Ready(url, url + "/", submission.urls().getFirst(), key, world.exchanger(), world.dns());
    }

    @Override
    public void close() {
        submission.close();
        try {
            app.close();
        } finally {
            world.close();
        }
    }
}
