package dev.pennypost.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.audit.Acting;
import dev.pennypost.certificates.CertificateProblem.CaaForbids;
import dev.pennypost.certificates.CertificateProblem.ChallengeFailed;
import dev.pennypost.certificates.CertificateState.Failed;
import dev.pennypost.certificates.CertificateState.None;
import dev.pennypost.certificates.CertificateState.Ordering;
import dev.pennypost.certificates.CertificateState.Ready;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Orders at a real authority that turns down every fifth nonce.
class PebbleTest {
    private static final String HERE = "127.0.0.1";
    private static final String THERE = "127.0.0.2";

    private static Pebble pebble;

    private final FixedClock clock = new FixedClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final Database.Address database = TestPostgres.freshDatabase();
    private Node node;

    @BeforeAll
    static void start() throws IOException {
        pebble = new Pebble(Map.of("PEBBLE_WFE_NONCEREJECT", "20", "PEBBLE_AUTHZREUSE", "0"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (pebble != null) pebble.close();
    }

    @BeforeEach
    void open() {
        node = node(HERE);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void ordersACertificateAndServesItToWhoeverNamesTheHost() throws Exception {
        pebble.dns("links.acme A 127.0.0.1\nother.acme A 127.0.0.1");
        assertThat(node.state("links.acme.test")).isEqualTo(new None());
        node.wants("links.acme.test").wants("other.acme.test");
        assertThat(node.state("links.acme.test")).isEqualTo(new Ordering());
        assertThat(node.serves("links.acme.test")).isFalse();
        work(node);

        assertThat(node.state("links.acme.test")).isInstanceOf(Ready.class);
        assertThat(node.serves("links.acme.test")).isTrue();
        for (String host : new String[] {"links.acme.test", "other.acme.test"}) {
            var seen = node.getSecurely(host, trust());
            assertThat(Names.of(seen.certificate()).all()).containsExactly(host);
            assertThat(seen.answer()).startsWith("HTTP/1.1 200").endsWith("hello");
            assertThat(seen.answer()).doesNotContain("Strict-Transport-Security");
        }
        assertThat(node.getSecurely("links.acme.test", trust(), "TLSv1.2").protocol())
                .isEqualTo("TLSv1.2");
        assertThat(node.metrics.get("pennypost.certificates.issued").counter().count())
                .isEqualTo(2);
        assertThat(node.metrics.get("pennypost.certificates.days.left").gauge().value())
                .isBetween(89.0, 90.1);
    }

    @Test
    void aNameThatNobodyWantsGetsNoHandshake() throws Exception {
        pebble.dns("links.acme A 127.0.0.1");
        node.wants("links.acme.test");
        work(node);
        assertThatThrownBy(() -> node.getSecurely("stranger.acme.test", trust()))
                .isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> node.getSecurely(HERE, trust())).isInstanceOf(SSLException.class);
    }

    @Test
    void theOperatorsHostsAreOrderedToldToStayAndRedirected() throws Exception {
        node.close();
        node = node(HERE, "api.acme.test");
        pebble.dns("api.acme A 127.0.0.1");
        node.certificates.sync();
        assertThat(node.get("api.acme.test", "/hello")).startsWith("HTTP/1.1 200");
        work(node);
        assertThat(node.getSecurely("api.acme.test", trust()).answer())
                .contains("Strict-Transport-Security: max-age=2592000");
        assertThat(node.get("api.acme.test", "/hello?a=b%20c"))
                .startsWith("HTTP/1.1 308")
                .contains("Location: https://api.acme.test/hello?a=b%20c\r\n");
        assertThat(node.get("stranger.test", "/hello")).startsWith("HTTP/1.1 200");
        assertThat(node.get("api.acme.test", "/.well-known/acme-challenge/none"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void renewsWhenTwoThirdsOfTheLifetimeAreOverWithoutARestart() throws Exception {
        pebble.dns("links.acme A 127.0.0.1");
        node.wants("links.acme.test");
        work(node);
        X509Certificate first = node.getSecurely("links.acme.test", trust()).certificate();

        clock.advance(Duration.ofDays(55));
        work(node);
        assertThat(node.getSecurely("links.acme.test", trust()).certificate()).isEqualTo(first);

        clock.advance(Duration.ofDays(5).plusHours(1));
        work(node);
        X509Certificate second = node.getSecurely("links.acme.test", trust()).certificate();
        assertThat(second).isNotEqualTo(first);
        assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());
    }

    @Test
    void anOrderThatCaaForbidsNeverReachesTheAuthority() {
        pebble.dns("links.acme A 127.0.0.1\nacme CAA 0 issue \"other.test\"");
        node.wants("links.acme.test");
        long before = pebble.orders();
        work(node);
        assertThat(pebble.orders()).isEqualTo(before);
        assertThat(node.state("links.acme.test")).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.problem())
                    .isEqualTo(new CaaForbids(
                            "the CAA records at acme.test do not let pebble.test issue:" + " 0 issue \"other.test\""));
            assertThat(failed.nextTryAt()).isAfter(clock.instant().plusSeconds(299));
        });
        assertThat(node.metrics
                        .get("pennypost.certificates.failures")
                        .tag("reason", "caa_forbids")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatWasRepairedCanBeTriedAgainAtOnce() {
        pebble.dns("links.acme A 127.0.0.1\nacme CAA 0 issue \"other.test\"");
        node.wants("links.acme.test");
        work(node);
        pebble.dns("links.acme A 127.0.0.1\nacme CAA 0 issue \"other.test\"\nacme CAA 0 issue \"pebble.test\"");
        work(node);
        assertThat(node.state("links.acme.test")).isInstanceOf(Failed.class);
        assertThat(node.certificates.retry(DomainName.parse("links.acme.test"))).isTrue();
        work(node);
        assertThat(node.state("links.acme.test"))
                .isInstanceOfSatisfying(
                        Ready.class, ready -> assertThat(ready.trouble()).isNull());
        assertThat(node.certificates.retry(DomainName.parse("links.acme.test"))).isFalse();
    }

    @Test
    void aHostWithoutAddressNeverReachesTheAuthority() {
        pebble.dns("links.acme TXT \"nothing else\"");
        node.wants("links.acme.test");
        long before = pebble.orders();
        work(node);
        assertThat(pebble.orders()).isEqualTo(before);
        assertThat(node.state("links.acme.test"))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.problem())
                                .isEqualTo(new CertificateProblem.Dns("DNS has no address for links.acme.test")));
    }

    @Test
    void aHostThatLeadsElsewhereFailsWithTheWordsOfTheAuthority() {
        pebble.dns("links.acme A 127.0.0.3");
        node.wants("links.acme.test");
        work(node);
        assertThat(node.state("links.acme.test"))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.problem())
                                .isInstanceOfSatisfying(
                                        ChallengeFailed.class,
                                        problem -> assertThat(problem.why())
                                                .contains("links.acme.test")
                                                .contains("/.well-known/acme-challenge/")));
    }

    @Test
    void aRenewalThatFailsLeavesTheCertificateInPlace() throws Exception {
        pebble.dns("links.acme A 127.0.0.1");
        node.wants("links.acme.test");
        work(node);
        pebble.dns("");
        clock.advance(Duration.ofDays(61));
        work(node);
        assertThat(node.state("links.acme.test"))
                .isInstanceOfSatisfying(
                        Ready.class, ready -> assertThat(ready.trouble()).isNotNull());
        assertThat(node.getSecurely("links.acme.test", trust()).answer()).endsWith("hello");
        // and an hour, because Pebble's clock went on meanwhile
        clock.advance(Duration.ofDays(29).plusHours(1));
        assertThat(node.serves("links.acme.test")).isFalse();
        assertThat(node.state("links.acme.test")).isInstanceOf(Failed.class);
    }

    @Test
    void anyNodeAnswersForTheOneThatOrdersAndServesWhatItBrings() throws Exception {
        pebble.dns("links.acme A " + THERE);
        try (Node other = node(THERE)) {
            other.certificates.start(false);
            node.wants("links.acme.test");
            long before = pebble.orders();
            work(node);
            assertThat(node.state("links.acme.test")).isInstanceOf(Ready.class);
            assertThat(pebble.orders()).isEqualTo(before + 1);
            Eventually.holds("the other node serves it", () -> other.serves("links.acme.test"));
            assertThat(other.getSecurely("links.acme.test", trust()).answer()).endsWith("hello");
        }
    }

    @Test
    void twoNodesThatWantTheSameHostOrderItOnce() throws Exception {
        pebble.dns("links.acme A 127.0.0.1");
        try (Node other = node(THERE)) {
            node.wants("links.acme.test");
            other.wants("links.acme.test");
            long before = pebble.orders();
            var together = CompletableFuture.runAsync(Acting.carried(() -> work(other)));
            work(node);
            together.join();
            for (Node each : List.of(node, other)) each.certificates.refresh();
            assertThat(pebble.orders()).isEqualTo(before + 1);
            var here = node.getSecurely("links.acme.test", trust());
            assertThat(other.getSecurely("links.acme.test", trust()).certificate())
                    .isEqualTo(here.certificate());
        }
    }

    @Test
    void anotherNodeTakesOverWhenALeaseHasEnded() {
        pebble.dns("links.acme A 127.0.0.1");
        node.wants("links.acme.test");
        node.database()
                .useTransaction(tx -> tx.handle()
                        .execute(
                                "update certificate_hosts set lease = gen_random_uuid(), lease_ends = ?",
                                clock.instant().plusSeconds(900)));
        assertThat(node.certificates.lookAfterOne()).isFalse();
        clock.advance(Duration.ofMinutes(15));
        assertThat(node.certificates.lookAfterOne()).isTrue();
        assertThat(node.state("links.acme.test")).isInstanceOf(Ready.class);
    }

    @Test
    void hostsThatNobodyWantsKeepTheirCertificateForAWhile() {
        pebble.dns("links.acme A 127.0.0.1");
        node.wants("links.acme.test");
        work(node);
        node.wanted.clear();
        clock.advance(Duration.ofDays(29));
        node.certificates.sync();
        assertThat(node.serves("links.acme.test")).isTrue();
        clock.advance(Duration.ofDays(2));
        node.certificates.sync();
        node.certificates.refresh();
        assertThat(node.serves("links.acme.test")).isFalse();
        assertThat(node.state("links.acme.test")).isEqualTo(new None());
    }

    @Test
    void loopsDoAllOfThisByThemselves() throws Exception {
        pebble.dns("links.acme A 127.0.0.1");
        node.wanted.add(DomainName.parse("links.acme.test"));
        node.certificates.start(true);
        Eventually.holds("it is served", () -> node.serves("links.acme.test"));
        assertThat(node.getSecurely("links.acme.test", trust()).answer()).endsWith("hello");
    }

    private Node node(String address, String... hosts) {
        return new Node(
                database,
                address,
                pebble.httpPort(),
                Node.https(address, hosts),
                pebble.config(),
                pebble.resolver(),
                clock);
    }

    /// Everything that is due.
    private static void work(Node node) {
        boolean more = true;
        while (more) more = node.certificates.lookAfterOne();
        node.certificates.refresh();
    }

    private static SSLContext trust() throws GeneralSecurityException, IOException, InterruptedException {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry(
                "pebble",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pebble.root().getBytes(StandardCharsets.US_ASCII))));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
