package dev.pennypost.delivery.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pennypost.delivery.tls.MailHost.Found;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.mtasts.BadStsPolicy;
import dev.pennypost.mail.mtasts.StsPolicy;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsProblem;
import dev.pennypost.mail.tlsrpt.TlsReportMessage;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.testkit.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TlsReportsTest {
    private static final DomainName DEST = DomainName.parse("dest.test");
    private static final MailHost HOST =
            new MailHost(Target.of(InetAddress.ofLiteral("192.0.2.7"), 25, "mx.dest.test"), Found.BY_DNS);
    private static final Optional<Failure> NOT_OFFERED = Optional.of(new Failure.TlsNotOffered());

    private static Database database;

    private final FixedClock clock = new FixedClock();
    private final FakeDns dns = new FakeDns();
    private final TlsResults results = TlsResults.counted(database(), clock);
    private final List<TlsReportMessage> mailed = new ArrayList<>();
    private boolean mailWorks = true;

    @BeforeAll
    static void open() {
        database = Database.open(TestPostgres.freshDatabase(), 4, InstantSource.system());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void forget() {
        database.useTransaction(tx -> tx.handle().execute("truncate tls_results, tls_reports"));
    }

    @Test
    void sendsWhatWasCountedTheDayBefore() throws BadStsPolicy, IOException {
        wantsMail();
        var sts = AppliedPolicy.of(DEST, policy());
        results.session(DEST, sts, HOST, Optional.empty());
        results.session(DEST, sts, HOST, Optional.empty());
        results.write();
        results.session(DEST, sts, HOST, Optional.empty());
        results.session(DEST, sts, HOST, Optional.of(new Failure.TlsFailed(TlsProblem.CERTIFICATE_EXPIRED, "expired")));
        results.write();
        nextDay();

        assertThat(mailed).hasSize(1);
        JsonNode report = Json.MAPPER.readTree(TlsReportsTest.unzipped(
                TlsReportMessage.compressed(mailed.getFirst().report())));
        assertThat(report.toString())
                .isEqualTo(Json.MAPPER
                        .readTree("""
                {"organization-name":"op.test",
                 "date-range":{"start-datetime":"2026-01-01T00:00:00Z","end-datetime":"2026-01-01T23:59:59Z"},
                 "contact-info":"tls@op.test",
                 "report-id":"%s",
                 "policies":[{
                   "policy":{"policy-type":"sts",
                     "policy-string":["version: STSv1","mode: testing","mx: *.dest.test","max_age: 86400"],
                     "policy-domain":"dest.test",
                     "mx-host":["*.dest.test"]},
                   "summary":{"total-successful-session-count":3,"total-failure-session-count":1},
                   "failure-details":[{"result-type":"certificate-expired","sending-mta-ip":"192.0.2.1",
                     "receiving-mx-hostname":"mx.dest.test","receiving-ip":"192.0.2.7",
                     "failed-session-count":1}]}]}""".formatted(report.get("report-id").stringValue()))
                        .toString());
    }

    @Test
    void tellsPoliciesApart() throws BadStsPolicy {
        wantsMail();
        results.session(DEST, AppliedPolicy.none(DEST), HOST, NOT_OFFERED);
        results.session(DEST, AppliedPolicy.of(DEST, policy()), HOST, Optional.empty());
        results.write();
        nextDay();

        assertThat(mailed.getFirst().report().policies())
                .extracting(policy -> policy.type().spelling())
                .containsExactlyInAnyOrder("sts", "no-policy-found");
    }

    @Test
    void sendsEachReportOnceHoweverManyNodesThereAre() {
        wantsMail();
        count();
        nextDay();
        reports().round();
        reports().round();

        assertThat(mailed).hasSize(1);
    }

    @Test
    void sendsNothingBeforeTheDayIsOver() {
        wantsMail();
        count();
        clock.advance(Duration.ofHours(11));
        reports().round();

        assertThat(mailed).isEmpty();
    }

    @Test
    void spreadsReportsOverTheFirstHoursOfADay() {
        for (int i = 0; i < 40; i++) {
            var domain = DomainName.parse("d" + i + ".test");
            dns.txt("_smtp._tls." + domain, "v=TLSRPTv1; rua=mailto:tls@" + domain);
            results.session(domain, AppliedPolicy.none(domain), HOST, NOT_OFFERED);
        }
        results.write();
        clock.set(Instant.parse("2026-01-02T02:10:00Z"));
        round();
        assertThat(mailed).hasSizeBetween(5, 35);

        clock.set(Instant.parse("2026-01-02T04:10:00Z"));
        round();
        assertThat(mailed).hasSize(40);
    }

    @Test
    void triesAgainAfterAnHourWhenAReportCouldNotBeSent() {
        wantsMail();
        count();
        mailWorks = false;
        nextDay();
        assertThat(mailed).hasSize(1);

        mailWorks = true;
        clock.advance(Duration.ofMinutes(59));
        reports().round();
        assertThat(mailed).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        reports().round();
        assertThat(mailed).hasSize(2);
        assertThat(mailed.get(0).report().id()).isEqualTo(mailed.get(1).report().id());
    }

    @Test
    void triesAgainWhenDnsDidNotAnswer() {
        dns.fails("_smtp._tls.dest.test");
        count();
        nextDay();
        dns.forget("_smtp._tls.dest.test");
        wantsMail();
        clock.advance(Duration.ofHours(1));
        reports().round();

        assertThat(mailed).hasSize(1);
    }

    @Test
    void sendsNothingToWhoWantsNothing() {
        count();
        nextDay();
        wantsMail();
        clock.advance(Duration.ofHours(2));
        reports().round();

        assertThat(mailed).isEmpty();
    }

    @Test
    void smugglesNoHeaderThroughAnAddress() {
        dns.txt("_smtp._tls.dest.test", "v=TLSRPTv1; rua=mailto:a%0D%0ABcc:%20b%40c.test@dest.test");
        count();
        nextDay();

        assertThat(mailed).isEmpty();
    }

    @Test
    void postsToWhoWantsItOverHttps() throws IOException {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(
                TestAuthority.shared().issue("reports.dest.test").serverContext()));
        var posted = new CopyOnWriteArrayList<byte[]>();
        server.createContext("/v1", exchange -> {
            if (exchange.getRequestHeaders().getFirst("Content-Type").equals("application/tlsrpt+gzip"))
                posted.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        dns.txt(
                "_smtp._tls.dest.test",
                "v=TLSRPTv1; rua=https://reports.dest.test:"
                        + server.getAddress().getPort() + "/v1");
        count();
        nextDay();
        server.stop(0);

        assertThat(posted).hasSize(1);
        assertThat(Json.MAPPER
                        .readTree(unzipped(posted.getFirst()))
                        .get("contact-info")
                        .stringValue())
                .isEqualTo("tls@op.test");
    }

    @Test
    void postsNowhereInside() {
        dns.txt("_smtp._tls.dest.test", "v=TLSRPTv1; rua=https://reports.dest.test/");
        count();
        clock.advance(Duration.ofHours(17));
        reports(AddressPolicy.PUBLIC_ONLY).round();

        assertThat(mailed).isEmpty();
    }

    @Test
    void forgetsAfterThirtyDays() {
        count();
        clock.advance(Duration.ofDays(30));
        reports().round();
        assertThat(rows()).isEqualTo(1);

        clock.advance(Duration.ofDays(1));
        reports().round();
        assertThat(rows()).isZero();
    }

    @Test
    void keepsWhatCouldNotBeWrittenForTheNextTime() {
        var broken = Database.open(TestPostgres.freshDatabase(), 2, InstantSource.system());
        var counting = TlsResults.counted(broken, clock);
        counting.session(DEST, AppliedPolicy.none(DEST), HOST, NOT_OFFERED);
        broken.useTransaction(tx -> tx.handle().execute("alter table tls_results rename to hidden"));
        assertThatThrownBy(counting::write).hasMessageContaining("cannot count");
        broken.useTransaction(tx -> tx.handle().execute("alter table hidden rename to tls_results"));
        counting.write();

        assertThat(broken.<Integer>inTransaction(tx -> tx.handle()
                        .createQuery("select sum(sessions)::int from tls_results")
                        .mapTo(Integer.class)
                        .one()))
                .isEqualTo(1);
        broken.close();
    }

    private static Database database() {
        return database;
    }

    private void wantsMail() {
        dns.txt("_smtp._tls.dest.test", "v=TLSRPTv1; rua=mailto:reports@dest.test");
    }

    private void count() {
        results.session(DEST, AppliedPolicy.none(DEST), HOST, NOT_OFFERED);
        results.write();
    }

    /// When every report of the day is due.
    private void nextDay() {
        clock.set(Instant.parse("2026-01-02T04:10:00Z"));
        round();
    }

    private void round() {
        var reports = reports();
        boolean more = true;
        while (more) more = reports.round();
    }

    private TlsReports reports() {
        return reports(AddressPolicy.ANY);
    }

    private TlsReports reports(AddressPolicy addresses) {
        var http = new OutboundHttp(
                (_, _) -> List.of(InetAddress.getLoopbackAddress()),
                addresses,
                TestAuthority.shared().clientContext().getSocketFactory());
        ReportMail mail = (message, _, _) -> {
            mailed.add(message);
            return mailWorks;
        };
        return new TlsReports(
                new TlsReportsConfig("tls@op.test", ""),
                database,
                dns,
                http,
                mail,
                List.of(InetAddress.ofLiteral("192.0.2.1")),
                clock);
    }

    private int rows() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from tls_results")
                .mapTo(Integer.class)
                .one());
    }

    private static StsPolicy policy() throws BadStsPolicy {
        return StsPolicy.parse("version: STSv1\nmode: testing\nmx: *.dest.test\nmax_age: 86400\n");
    }

    private static String unzipped(byte[] octets) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(octets))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
