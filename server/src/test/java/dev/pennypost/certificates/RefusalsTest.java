package dev.pennypost.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.certificates.CertificateProblem.AccountRefused;
import dev.pennypost.certificates.CertificateProblem.AuthorityUnreachable;
import dev.pennypost.certificates.CertificateProblem.OrderRefused;
import dev.pennypost.certificates.CertificateProblem.RateLimited;
import dev.pennypost.certificates.CertificateState.Failed;
import dev.pennypost.certificates.CertificateState.Ready;
import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.config.Secret;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What authorities say that do not issue, and certificates that they did not issue.
class RefusalsTest {
    private static final String HOST = "links.acme.test";

    private final FixedClock clock = new FixedClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final FakeDns dns = new FakeDns();
    private ScriptedAuthority authority;
    private Node node;

    @BeforeEach
    void open() throws IOException {
        authority = new ScriptedAuthority();
        node = node(Node.https("127.0.0.1"), authority.config());
        dns.a(HOST, "127.0.0.1");
    }

    @AfterEach
    void close() {
        node.close();
        authority.close();
    }

    @Test
    void aRateLimitIsWaitedOutAndNobodyElseIsOrderedMeanwhile() {
        dns.a("other.acme.test", "127.0.0.1");
        authority.refuses("/order", 429, "rateLimited", "too many of them", Map.of("Retry-After", "604800"));
        node.wants(HOST);
        assertThat(node.certificates.lookAfterOne()).isTrue();
        Failed failed = (Failed) node.state(HOST);
        assertThat(failed.problem()).isInstanceOfSatisfying(RateLimited.class, limited -> {
            assertThat(limited.why()).isEqualTo("too many of them");
            assertThat(limited.until())
                    .isBetween(
                            clock.instant().plus(Duration.ofDays(7)),
                            clock.instant().plus(Duration.ofDays(7)).plusSeconds(300));
        });
        assertThat(failed.nextTryAt()).isEqualTo(((RateLimited) failed.problem()).until());
        assertThat(node.certificates.retry(DomainName.parse(HOST))).isFalse();

        node.wants("other.acme.test");
        assertThat(node.certificates.lookAfterOne()).isFalse();
        clock.advance(Duration.ofMinutes(2));
        assertThat(node.certificates.lookAfterOne()).isTrue();
    }

    @Test
    void anAuthorityThatDoesNotAnswerIsTriedAgainLaterEachTime() {
        authority.close();
        node.wants(HOST);
        Duration before = Duration.ZERO;
        for (int i = 0; i < 4; i++) {
            assertThat(node.certificates.lookAfterOne()).isTrue();
            Failed failed = (Failed) node.state(HOST);
            assertThat(failed.problem()).isInstanceOf(AuthorityUnreachable.class);
            Duration pause = Duration.between(clock.instant(), failed.nextTryAt());
            assertThat(pause).isGreaterThan(before.multipliedBy(2));
            before = pause;
            clock.set(failed.nextTryAt());
        }
    }

    @Test
    void anErrorThatIsNotAcmeCountsAsNoAnswer() {
        authority.says("/order", 503, "busy");
        assertThat(problem()).isInstanceOf(AuthorityUnreachable.class);
        authority.says("/order", 201, "[]");
        assertThat(problem()).isInstanceOf(AuthorityUnreachable.class);
    }

    @Test
    void anAccountThatIsRefusedIsSaidSoInTheWordsOfTheAuthority() {
        authority.refuses("/account", 403, "externalAccountRequired", "who are you", Map.of());
        assertThat(problem()).isEqualTo(new AccountRefused("who are you"));
    }

    @Test
    void anAccountThatTheAuthorityHasForgottenIsMadeKnownAgain() {
        authority.refuses("/order", 400, "accountDoesNotExist", "never heard of it", Map.of());
        assertThat(problem()).isEqualTo(new AccountRefused("never heard of it"));
        authority.refuses("/order", 400, "rejectedIdentifier", "not this name", Map.of());
        assertThat(problem()).isEqualTo(new OrderRefused("not this name"));
        assertThat(authority.asked().stream().filter("/account"::equals)).hasSize(2);
    }

    @Test
    void renewsWithinTheWindowThatTheAuthoritySuggests() {
        node.wants(HOST);
        hold(TestAuthority.shared().issue(HOST));
        Instant start = clock.instant().plus(Duration.ofDays(3));
        suggest(start, start.plus(Duration.ofDays(1)));
        node.certificates.lookAfterOne();
        assertThat(authority.asked()).noneMatch("/order"::equals);
        assertThat(due()).as("asked again tomorrow").isEqualTo(clock.instant().plus(Duration.ofDays(1)));

        suggest(clock.instant().minusSeconds(7200), clock.instant().minusSeconds(3600));
        clock.advance(Duration.ofDays(1));
        node.certificates.lookAfterOne();
        assertThat(authority.asked()).as("it was revoked").contains("/order");
        assertThat(node.state(HOST)).isInstanceOf(Ready.class);
    }

    @Test
    void aWindowThatCannotBeHadLeavesTheTimeToUs() {
        node.wants(HOST);
        var identity = TestAuthority.shared().issue(HOST);
        hold(identity);
        authority.says("/renewal", 500, "{}");
        node.certificates.lookAfterOne();
        assertThat(authority.asked()).noneMatch("/order"::equals);
        X509Certificate held = identity.certificate();
        assertThat(due())
                .isEqualTo(Schedule.renewal(
                        DomainName.parse(HOST),
                        held.getNotBefore().toInstant(),
                        held.getNotAfter().toInstant()));
    }

    @Test
    void answersNothingButChallenges() {
        node.database()
                .useTransaction(tx -> new CertificateStore()
                        .challenge(
                                tx,
                                "token-1_A",
                                "token-1_A.thumb",
                                clock.instant().plusSeconds(60)));
        assertThat(node.certificates.challengeAnswer("token-1_A")).contains("token-1_A.thumb");
        for (String token : new String[] {"", "token", "token-1_A ", "..", "token%2d1_A", "x".repeat(10_000)})
            assertThat(node.certificates.challengeAnswer(token)).isEmpty();
        clock.advance(Duration.ofSeconds(61));
        node.certificates.sync();
        assertThat(node.certificates.challengeAnswer("token-1_A")).isEmpty();
    }

    @Test
    void aCertificateOfTheOperatorsOwnIsServedFromItsFilesAndNothingIsOrderedForItsNames(@TempDir Path folder)
            throws Exception {
        var identity = TestAuthority.shared().issue("api.acme.test", "*.links.acme.test");
        Path chain = Files.writeString(folder.resolve("chain.pem"), identity.chainPem());
        Path key = Files.writeString(folder.resolve("key.pem"), identity.keyPem());
        var https = new HttpsConfig(
                List.of(HostPort.parse("127.0.0.1:0")), List.of("api.acme.test"), chain.toString(), key.toString(), 30);
        try (Node own = node(https, CertificatesConfig.OFF)) {
            own.certificates.start(true);
            own.wants("one.links.acme.test");
            assertThat(own.serves("one.links.acme.test")).isTrue();
            assertThat(own.serves("two.one.links.acme.test")).isFalse();
            assertThat(own.state("api.acme.test"))
                    .isEqualTo(new Ready(identity.certificate().getNotAfter().toInstant(), null));
            assertThat(own.certificates.all()).isEmpty();
            var trust = TestAuthority.shared().clientContext();
            assertThat(own.getSecurely("api.acme.test", trust).answer()).contains("max-age=2592000");
            assertThat(own.getSecurely("one.links.acme.test", trust).certificate())
                    .isEqualTo(identity.certificate());
        }
    }

    @Test
    void settingsThatDoNotGoTogetherKeepTheServerFromStarting() {
        var on = authority.config();
        var refusedTerms = new CertificatesConfig(on.directory(), false, "", on.caaNames(), "", "", new Secret(""), 30);
        assertThatThrownBy(() -> node(Node.https("127.0.0.1"), refusedTerms))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("certificates.agree-to-terms");
        assertThatThrownBy(() -> node(HttpsConfig.OFF, on))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("https.listen");
        assertThatThrownBy(() -> node(Node.https("127.0.0.1"), CertificatesConfig.OFF))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("https.certificate-file");
        assertThatThrownBy(() -> node(Node.https("127.0.0.1", "not a name"), on))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("https.hosts");
    }

    /// What becomes of one order now.
    private CertificateProblem problem() {
        clock.advance(Duration.ofDays(2));
        node.wants(HOST);
        assertThat(node.certificates.lookAfterOne()).isTrue();
        return ((Failed) node.state(HOST)).problem();
    }

    private void hold(TestAuthority.Identity identity) {
        var secrets = new SecretBox(new byte[32], new SecureRandom());
        var issued = new Issued(identity.chain(), identity.key());
        var kept = new CertificateStore.Kept(
                DomainName.parse(HOST),
                UUID.randomUUID(),
                Pem.write(issued.chain()),
                secrets.seal(identity.key().getEncoded(), "certificate:" + HOST));
        UUID lease = UUID.randomUUID();
        var store = new CertificateStore();
        Instant now = clock.instant();
        node.database().useTransaction(tx -> {
            store.take(tx, lease, now, now.plusSeconds(60));
            store.issued(tx, lease, kept, issued, now);
        });
    }

    private void suggest(Instant start, Instant end) {
        authority.says(
                "/renewal", 200, "{\"suggestedWindow\": {\"start\": \"" + start + "\", \"end\": \"" + end + "\"}}");
    }

    private Instant due() {
        return node.certificates.all().getFirst().dueAt();
    }

    private Node node(HttpsConfig https, CertificatesConfig config) {
        return new Node(TestPostgres.freshDatabase(), "127.0.0.1", 0, https, config, dns, clock);
    }
}
