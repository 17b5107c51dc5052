package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.Records;
import dev.pennypost.config.HostPort;
import dev.pennypost.dns.DnsConfig;
import dev.pennypost.dns.ServerAccess;
import dev.pennypost.domains.AddResult.Added;
import dev.pennypost.domains.delegation.DelegatedZones;
import dev.pennypost.domains.delegation.DelegationConfig;
import dev.pennypost.domains.delegation.DelegationServer;
import dev.pennypost.domains.diagnosis.DnsExaminer;
import dev.pennypost.domains.diagnosis.Nsd;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.signing.DomainKey;
import dev.pennypost.domains.signing.KeyAlgorithm;
import dev.pennypost.domains.signing.KeyProblem;
import dev.pennypost.domains.signing.KeyStage;
import dev.pennypost.mail.dkim.DkimResult;
import dev.pennypost.mail.dkim.DkimSigner;
import dev.pennypost.mail.dkim.DkimVerifier;
import dev.pennypost.mail.dkim.SigningIdentity;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Domains that lead to us, in a DNS of real servers: the zones above and the owners' are on nsd, our zone is on our
/// own
/// server, and receivers ask BIND.
class DelegatedDomainsTest {
    /// BIND listens only where an interface has the very address.
    private static final InetAddress RESOLVER = InetAddress.getLoopbackAddress();
    private static final String WORLD = "127.0.0.22";
    private static final String OURS = "127.0.0.23";
    private static final Duration QUARTER = Duration.ofDays(91);
    private static final FixedClock clock = new FixedClock();

    @TempDir
    static Path folder;

    private static Database database;
    private static Domains domains;
    private static TeamId team;
    private static TeamId rival;
    private static Domain aliased;
    private static Domain handedOver;
    private static Domain stolen;
    private static Resolver receiver;
    private static final List<AutoCloseable> servers = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(Nsd.program().isPresent(), "nsd is not installed (apt-get install nsd)");
        Assumptions.assumeTrue(Named.program().isPresent(), "named is not installed (apt-get install bind9)");
        int port = Nsd.freePort(RESOLVER, InetAddress.ofLiteral(WORLD), InetAddress.ofLiteral(OURS));
        var delegation = new DelegationConfig(
                "d.mta.test", List.of(InetAddress.ofLiteral(OURS)), List.of(new HostPort(OURS, port)), 1, 90, 0);
        database = Database.open(TestPostgres.freshDatabase(), 8, clock);
        database.outbox().tell(DomainEvent.kinds(), List.of());
        var zone = delegation.operatorZone();
        domains = new Domains(
                database,
                examiner(port),
                new SecretBox(new byte[32], new SecureRandom()),
                PublicSuffixList.bundled()::registrableDomain,
                Fixtures.CONFIG,
                zone,
                _ -> false,
                clock);
        var teams = new Teams(database, clock);
        team = teams.create("acme");
        rival = teams.create("rival");
        stolen = add(rival, "mail.beta.test", SetupMode.NS);
        aliased = add(team, "acme.test", SetupMode.CNAME);
        handedOver = add(team, "mail.beta.test", SetupMode.NS);

        servers.add(DelegationServer.start(
                delegation, new DelegatedZones(zone.orElseThrow(), database), new SecureRandom()));
        servers.add(Nsd.start(folder.resolve("nsd"), new InetSocketAddress(WORLD, port), world()));
        servers.add(Named.start(folder.resolve("named"), new InetSocketAddress(RESOLVER, port), WORLD));
        receiver = new DnsResolver(List.of(new InetSocketAddress(RESOLVER, port)));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable server : servers) server.close();
        if (database != null) database.close();
    }

    private static DnsExaminer examiner(int port) {
        var config = new DnsConfig(List.of(new HostPort(RESOLVER.getHostAddress(), port)), true, port, true);
        return new DnsExaminer(
                ServerAccess.of(config, new SecureRandom()),
                PublicSuffixList.bundled()::registrableDomain,
                _ -> Optional.empty(),
                clock);
    }

    private static Domain add(TeamId who, String name, SetupMode setup) {
        return ((Added) domains.add(who, AddDomain.named(name).through(setup))).domain();
    }

    /// What everybody but us publishes. The owners publish once, and never again in this test.
    private static Map<String, String> world() {
        var zones = new LinkedHashMap<String, String>();
        zones.put(".", "@ NS a.root.\na.root. A " + WORLD + "\ntest. NS a.host.test.\na.host.test. A " + WORLD + "\n");
        zones.put("test", """
                @ NS a.host.test.
                host NS a.host.test.
                mta NS a.host.test.
                acme NS a.host.test.
                beta NS a.host.test.
                ready NS a.host.test.
                a.host A %s
                """.formatted(WORLD));
        zones.put("host.test", "@ NS a.host.test.\na A " + WORLD + "\n");
        zones.put("mta.test", """
                @ NS a.host.test.
                d NS ns1.d
                ns1.d A %s
                spf TXT "v=spf1 ip4:192.0.2.0/24 ~all"
                bounces.us-east-1 A 192.0.2.1
                """.formatted(OURS));
        zones.put("acme.test", "@ NS a.host.test.\n" + published(aliased));
        zones.put("beta.test", "@ NS a.host.test.\n" + published(handedOver));
        return zones;
    }

    private static String published(Domain domain) {
        return domain.plan().stream()
                .map(record -> record.name() + ". " + record.type() + " " + data(record) + "\n")
                .collect(Collectors.joining());
    }

    private static String data(PlannedRecord record) {
        return record.type() == RecordType.TXT ? '"' + record.value() + '"' : record.value() + ".";
    }

    @Test
    void ownersPublishNothingButWhatLeadsToUs() {
        assertThat(aliased.plan())
                .extracting(PlannedRecord::type)
                .containsExactly(RecordType.CNAME, RecordType.CNAME, RecordType.CNAME, RecordType.TXT);
        assertThat(handedOver.plan()).extracting(PlannedRecord::purpose).containsExactly(Purpose.DELEGATION);
        assertThat(handedOver.managedRecords())
                .extracting(record -> record.planned().purpose())
                .containsExactly(Purpose.RETURN_PATH, Purpose.SPF, Purpose.DKIM, Purpose.DMARC);
    }

    @Test
    void keysOfAliasesRotateInTurnsWhileMailFlows() {
        verified(team, aliased);
        try (var mail = new MailFlow(aliased)) {
            rotated(aliased, "pennypost2");
            assertThat(domains.makeKey(team, aliased.id(), KeyAlgorithm.RSA, null))
                    .isEqualTo(new KeyResult.Refused(new KeyProblem.StillRetiring()));
            clock.advance(Duration.ofDays(8));
            check();
            assertThat(stages(aliased)).containsEntry("pennypost", KeyStage.RETIRED);
            Eventually.holds(
                    "the key is revoked",
                    () -> text("pennypost._domainkey.acme.test").equals("v=DKIM1; p="));
            rotated(aliased, "pennypost");
            assertThat(stages(aliased))
                    .containsOnly(Map.entry("pennypost", KeyStage.ACTIVE), Map.entry("pennypost2", KeyStage.RETIRING));
            assertThat(mail.signers()).contains("pennypost", "pennypost2");
        }
        assertThat(now(team, aliased).plan()).isEqualTo(aliased.plan());
        assertThat(now(team, aliased).status()).isEqualTo(DomainStatus.VERIFIED);
    }

    @Test
    void keysOfANameHandedOverRotateWhileMailFlows() {
        verified(team, handedOver);
        try (var mail = new MailFlow(handedOver)) {
            rotated(handedOver, "pennypost2");
            clock.advance(Duration.ofDays(8));
            check();
            rotated(handedOver, "pennypost3");
            assertThat(mail.signers()).contains("pennypost", "pennypost2", "pennypost3");
        }
        var name = now(team, handedOver);
        assertThat(name.plan().getFirst().host(name.zone())).isEqualTo("mail");
        assertThat(receiver.ask(new DomainName("_dmarc.mail.beta.test"), RecordType.TXT)
                        .all(DnsRecord.Txt.class))
                .extracting(DnsRecord.Txt::text)
                .containsExactly("v=DMARC1; p=none;");
    }

    @Test
    void whoIsNotNamedByTheZoneAboveDoesNotGetIt() {
        domains.verify(rival, stolen.id());
        verified(team, handedOver);
        check();
        assertThat(now(rival, stolen).status()).isNotEqualTo(DomainStatus.VERIFIED);
        assertThat(domains.signing(stolen.id())).isEmpty();
    }

    private static void verified(TeamId who, Domain domain) {
        domains.verify(who, domain.id());
        Eventually.holds("verified: " + domain.name(), () -> {
            check();
            return now(who, domain).status() == DomainStatus.VERIFIED;
        });
    }

    /// The key comes of age, and a new one takes over without anybody's doing.
    private static void rotated(Domain domain, String next) {
        clock.advance(QUARTER);
        try (var _ = domains.keyRotation().start()) {
            Eventually.holds("a new key", () -> stages(domain).get(next) == KeyStage.PENDING);
        }
        assertThat(domains.rotateKeys(20)).isFalse();
        assertThat(Records.deeds(database, domain.team().value())).contains("key rotation: domain.key_added");
        Eventually.holds("signs with " + next, () -> {
            check();
            return stages(domain).get(next) == KeyStage.ACTIVE;
        });
    }

    private static void check() {
        clock.advance(Duration.ofMinutes(1));
        domains.checks().round();
        domains.checks().awaitIdle();
    }

    private static Domain now(TeamId who, Domain domain) {
        return domains.get(who, domain.id()).orElseThrow();
    }

    private static Map<String, KeyStage> stages(Domain domain) {
        return domains.keys(team, domain.id()).orElseThrow().stream()
                .collect(Collectors.toMap(DomainKey::selector, DomainKey::stage));
    }

    private static String text(String name) {
        return receiver.ask(new DomainName(name), RecordType.TXT).all(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::text)
                .collect(Collectors.joining());
    }

    /// Mail that is signed and, a moment later, verified by a receiver, again and again until closed.
    private static final class MailFlow implements AutoCloseable {
        private final Domain domain;
        private final Set<String> signers = ConcurrentHashMap.newKeySet();
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        private final Thread thread = Thread.ofVirtual().unstarted(this::run);
        private volatile boolean done;

        MailFlow(Domain domain) {
            this.domain = domain;
            thread.start();
        }

        /// The selectors that signed, once the keys that sign now have done so.
        Set<String> signers() {
            var current = domains.keys(team, domain.id()).orElseThrow().stream()
                    .filter(DomainKey::isActive)
                    .map(DomainKey::selector)
                    .toList();
            Eventually.holds("mail is signed with " + current, () -> signers.containsAll(current));
            return signers;
        }

        private void run() {
            while (!done) {
                var identities = domains.signing(domain.id());
                byte[] mail = signed(identities);
                var results = new DkimVerifier(receiver).verify(mail, clock.instant());
                if (identities.isEmpty() || !results.stream().allMatch(result -> result instanceof DkimResult.Pass))
                    failures.add(
                            identities.stream().map(SigningIdentity::selector).toList() + ": " + results);
                identities.forEach(identity -> signers.add(identity.selector()));
            }
        }

        private byte[] signed(List<SigningIdentity> identities) {
            byte[] message = ("From: a@" + domain.name()
                            + "\r\nSubject: hi\r\nDate: Thu, 1 Jan 2026 12:00:00 +0000\r\n\r\nbody\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            var signed = new ByteArrayOutputStream();
            signed.writeBytes(new DkimSigner().sign(message, identities, clock.instant()));
            signed.writeBytes(message);
            return signed.toByteArray();
        }

        @Override
        public void close() {
            done = true;
            Eventually.holds("the mail stops", () -> !thread.isAlive());
            assertThat(failures).isEmpty();
        }
    }
}
