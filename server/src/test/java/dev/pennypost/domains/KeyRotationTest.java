package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.AddResult.Added;
import dev.pennypost.domains.KeyResult.Done;
import dev.pennypost.domains.KeyResult.NoSuchDomain;
import dev.pennypost.domains.KeyResult.Refused;
import dev.pennypost.domains.diagnosis.RecordCheck;
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
import dev.pennypost.mail.dkim.SigningKey;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyRotationTest {
    private static final String NAME = "acme.test";
    private static final String FIRST = "pennypost";
    private static final String SECOND = "pennypost2";
    private static final FixedClock clock = new FixedClock();
    private static final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);

    private final FakeDns dns = new FakeDns();
    private final Domains domains = new Domains(
            database,
            new RecordCheck(dns),
            new SecretBox(new byte[32], new SecureRandom()),
            PublicSuffixList.bundled()::registrableDomain,
            Fixtures.CONFIG,
            clock);
    private final Teams teams = new Teams(database, clock);
    private final TeamId team = teams.create("acme");
    private final Domain domain = added();

    @BeforeAll
    static void announce() {
        database.outbox().tell(DomainEvent.kinds(), List.of());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /// The only one there is.
    private Domain added() {
        database.useTransaction(tx -> tx.handle().execute("delete from domains"));
        return ((Added) domains.add(team, AddDomain.named(NAME))).domain();
    }

    @Test
    void nothingIsSignedBeforeDnsWasSeenToServeTheKey() {
        assertThat(domains.signing(domain.id())).isEmpty();
        verify();
        assertThat(stages()).containsExactly(Map.entry(FIRST, KeyStage.ACTIVE));
        assertThat(signers()).containsExactly(FIRST);
    }

    @Test
    void aNewKeySignsWhenDnsServesItAndTheOldOneStaysForAWeek() {
        verify();
        var made = (Done) domains.makeKey(team, domain.id(), KeyAlgorithm.RSA, null);
        assertThat(made.key().selector()).isEqualTo(SECOND);
        check();
        assertThat(signers()).containsExactly(FIRST);
        assertThat(now().status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(purposes()).containsEntry(FIRST, Purpose.DKIM).containsEntry(SECOND, Purpose.SPARE_KEY);

        publish(SECOND);
        clock.advance(Duration.ofSeconds(5));
        check();
        assertThat(signers()).containsExactly(SECOND);
        assertThat(now().status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(purposes()).containsEntry(FIRST, Purpose.SPARE_KEY).containsEntry(SECOND, Purpose.DKIM);

        clock.advance(Duration.ofDays(6));
        check();
        assertThat(stages()).containsEntry(FIRST, KeyStage.RETIRING);
        clock.advance(Duration.ofDays(2));
        check();
        assertThat(stages()).containsEntry(FIRST, KeyStage.RETIRED).containsEntry(SECOND, KeyStage.ACTIVE);
        assertThat(purposes()).containsOnlyKeys(SECOND);
        assertThat(privateKeys()).isEqualTo(1);
    }

    @Test
    void whatIsSignedAlwaysVerifiesWhileKeysRotateTwice() {
        verify();
        assertSignedMailVerifies();
        for (String selector : List.of(SECOND, "pennypost3")) {
            domains.makeKey(team, domain.id(), KeyAlgorithm.RSA, null);
            assertSignedMailVerifies();
            check();
            assertSignedMailVerifies();
            publish(selector);
            assertSignedMailVerifies();
            clock.advance(Duration.ofMinutes(1));
            check();
            assertSignedMailVerifies();
            assertThat(signers()).containsExactly(selector);
        }
        assertThat(stages())
                .containsEntry(FIRST, KeyStage.RETIRING)
                .containsEntry(SECOND, KeyStage.RETIRING)
                .containsEntry("pennypost3", KeyStage.ACTIVE);
    }

    @Test
    void aSecondRotationWaitsForTheFirst() {
        verify();
        domains.makeKey(team, domain.id(), KeyAlgorithm.RSA, null);
        assertThat(domains.makeKey(team, domain.id(), KeyAlgorithm.RSA, null))
                .isEqualTo(new Refused(new KeyProblem.AlreadyRotating(SECOND)));
    }

    @Test
    void aKeyThatWasNeverUsedGivesWayToANewOne() {
        domains.makeKey(team, domain.id(), KeyAlgorithm.RSA, "mine");
        assertThat(purposes()).containsExactly(Map.entry("mine", Purpose.DKIM));
        assertThat(stages()).containsEntry(FIRST, KeyStage.RETIRED);
    }

    @Test
    void anEd25519KeySignsBesideTheRsaKeyWhileDnsServesIt() {
        verify();
        domains.makeKey(team, domain.id(), KeyAlgorithm.ED25519, null);
        check();
        assertThat(signers()).containsExactly(FIRST);
        publish("pennypost-ed");
        clock.advance(Duration.ofMinutes(1));
        check();
        assertThat(signers()).containsExactly(FIRST, "pennypost-ed");
        assertSignedMailVerifies();

        dns.forget("pennypost-ed._domainkey." + NAME);
        clock.advance(Duration.ofDays(2));
        check();
        assertThat(signers()).containsExactly(FIRST);
        assertThat(now().status()).isEqualTo(DomainStatus.VERIFIED);
    }

    @Test
    void ownersBringKeysOfTheirOwnInTheFormsToolsWrite() throws NoSuchAlgorithmException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
        var key = SigningKey.fromPkcs8(pkcs8);
        for (var form : Map.of(
                        "pem", pem("PRIVATE KEY", pkcs8),
                        "old", pem("RSA PRIVATE KEY", pkcs1(pkcs8)),
                        "bare", Base64.getEncoder().encodeToString(pkcs8))
                .entrySet()) {
            var done = (Done) domains.bringKey(team, domain.id(), form.getKey(), form.getValue());
            assertThat(done.key().publicRecord()).isEqualTo(key.publicRecord());
            assertThat(done.key().imported()).isTrue();
        }
        var small = (Done) domains.bringKey(
                team,
                domain.id(),
                "ed",
                pem(
                        "PRIVATE KEY",
                        SigningKey.generateEd25519(new SecureRandom()).pkcs8()));
        assertThat(small.key().algorithm()).isEqualTo(KeyAlgorithm.ED25519);
    }

    @Test
    void refusesWhatIsNoKeyAndNoSelector() {
        assertThat(problem(domains.bringKey(team, domain.id(), "x", "hello"))).isInstanceOf(KeyProblem.BadKey.class);
        assertThat(problem(domains.bringKey(team, domain.id(), "x", pem("PUBLIC KEY", new byte[40]))))
                .isEqualTo(new KeyProblem.BadKey("is a public one; the private one is needed"));
        assertThat(problem(domains.bringKey(team, domain.id(), "x", pem("ENCRYPTED PRIVATE KEY", new byte[40]))))
                .isEqualTo(new KeyProblem.BadKey("is encrypted; decrypt it first"));
        assertThat(problem(domains.makeKey(team, domain.id(), KeyAlgorithm.RSA, "a b")))
                .isEqualTo(new KeyProblem.BadSelector("a b"));
        assertThat(problem(domains.makeKey(team, domain.id(), KeyAlgorithm.RSA, FIRST)))
                .isEqualTo(new KeyProblem.SelectorTaken(FIRST));
        assertThat(domains.makeKey(teams.create("other"), domain.id(), KeyAlgorithm.RSA, null))
                .isEqualTo(new NoSuchDomain());
    }

    @Test
    void onlyAKeyThatSignsNothingIsWithdrawn() {
        verify();
        assertThat(problem(domains.withdrawKey(team, domain.id(), FIRST))).isEqualTo(new KeyProblem.InUse(FIRST));
        assertThat(problem(domains.withdrawKey(team, domain.id(), "none"))).isEqualTo(new KeyProblem.NoSuchKey("none"));
        domains.makeKey(team, domain.id(), KeyAlgorithm.RSA, null);
        assertThat(domains.withdrawKey(team, domain.id(), SECOND)).isInstanceOf(Done.class);
        assertThat(purposes()).containsOnlyKeys(FIRST);
    }

    @Test
    void aDomainThatOnlyReceivedHasItsKeyReadyWhenItSends() {
        domains.update(team, domain.id(), new UpdateDomain(null, null, null, null, false, true, null, null));
        assertThat(purposes()).isEmpty();
        database.useTransaction(tx -> tx.handle().execute("update domain_keys set public_record = null"));
        domains.update(team, domain.id(), new UpdateDomain(null, null, null, null, true, true, null, null));
        assertThat(purposes()).containsExactly(Map.entry(FIRST, Purpose.DKIM));
        assertThat(now().records(Purpose.DKIM).getFirst().planned().value()).startsWith("p=MII");
    }

    private void verify() {
        Fixtures.publish(dns, domain);
        domains.verify(team, domain.id());
        check();
        assertThat(now().status()).isEqualTo(DomainStatus.VERIFIED);
    }

    private void check() {
        domains.checks().round();
        domains.checks().awaitIdle();
    }

    private Domain now() {
        return domains.get(team, domain.id()).orElseThrow();
    }

    private void publish(String selector) {
        now().plan().stream()
                .filter(record -> record.name().ascii().startsWith(selector + "._domainkey"))
                .forEach(record -> Fixtures.publish(dns, record));
    }

    private List<String> signers() {
        return domains.signing(domain.id()).stream()
                .map(SigningIdentity::selector)
                .toList();
    }

    private Map<String, KeyStage> stages() {
        return domains.keys(team, domain.id()).orElseThrow().stream()
                .collect(Collectors.toMap(DomainKey::selector, DomainKey::stage));
    }

    private Map<String, Purpose> purposes() {
        return now().plan().stream()
                .filter(record -> record.purpose().isKey())
                .collect(Collectors.toMap(record -> record.name().labels().getFirst(), PlannedRecord::purpose));
    }

    private static int privateKeys() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from domain_keys where private_key is not null")
                .mapTo(Integer.class)
                .one());
    }

    private void assertSignedMailVerifies() {
        byte[] message = "From: a@acme.test\r\nSubject: hi\r\nDate: Thu, 1 Jan 2026 12:00:00 +0000\r\n\r\nbody\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        var identities = domains.signing(domain.id());
        byte[] headers = new DkimSigner().sign(message, identities, clock.instant());
        var signed = new ByteArrayOutputStream();
        signed.writeBytes(headers);
        signed.writeBytes(message);
        var results = new DkimVerifier(dns).verify(signed.toByteArray(), clock.instant());
        assertThat(results).hasSameSizeAs(identities).allMatch(result -> result instanceof DkimResult.Pass);
    }

    private static KeyProblem problem(KeyResult result) {
        return ((Refused) result).problem();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /// What PKCS#8 wraps: the octets of its OCTET STRING.
    private static byte[] pkcs1(byte[] pkcs8) {
        return Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    }
}
