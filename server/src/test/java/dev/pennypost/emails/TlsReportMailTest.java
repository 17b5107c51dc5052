package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.tls.TlsReports;
import dev.pennypost.delivery.tls.TlsReportsConfig;
import dev.pennypost.jobs.Loop;
import dev.pennypost.json.Json;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.dkim.DkimVerifier;
import dev.pennypost.mail.mime.ParsedAttachment;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.ReceivedMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// TLS reports on their way through the engine.
class TlsReportMailTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void arriveAsRfc8460HasThem() throws IOException {
        Caller operator = world.sender(world.team("operator"), "op.test");
        var key = world.domains
                .signing(world.domains
                        .sending(operator.team(), name("op.test"))
                        .orElseThrow()
                        .id())
                .getFirst();
        world.dns.txt(key.recordName().ascii(), key.key().publicRecord());
        world.dns.txt("_smtp._tls.dest.test", "v=TLSRPTv1; rua=mailto:reports@dest.test");
        yesterdayWas();

        try (Loop _ = reports(operator).daily().start()) {
            ReceivedMail received = world.mx.awaitMessages(1, SOON).getFirst();
            assertThat(received.recipients()).containsExactly("reports@dest.test");
            assertThat(new DkimVerifier(world.dns).verify(received.bytes(), world.clock.instant()))
                    .as("signatures")
                    .isNotEmpty()
                    .allSatisfy(result -> assertThat(result.toString()).containsIgnoringCase("pass"));
            check(ParsedMessage.parse(received.bytes()));
        }
        assertThat(world.mx.messages()).hasSize(1);
    }

    @Test
    void goWhereTlsFailsWhateverTheSendersDomainDemands() {
        Caller operator = world.sender(world.team("operator"), "op.test");
        world.database.useTransaction(tx -> tx.handle().execute("update domains set tls = 'enforced'"));
        world.dns.txt("_smtp._tls.dest.test", "v=TLSRPTv1; rua=mailto:reports@dest.test");
        world.mx.withBrokenTls().onDot("451 4.3.0 later", "250 2.0.0 ok");
        yesterdayWas();

        try (Loop _ = reports(operator).daily().start()) {
            world.mx.awaitCommand("DATA", SOON);
            Eventually.holds(
                    "a second attempt is due",
                    () -> count("select count(*) from deliveries where state = 'deferred' and tls = 'relaxed'") == 1);
        }
        world.restart();
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.mx.awaitMessages(1, SOON).getFirst().tls()).isNull();
        assertThat(count("select count(*) from tls_results"))
                .as("not told of in the next report")
                .isEqualTo(1);
    }

    @Test
    void areNotTakenCareOfWhenTheSendersDomainIsNotVerified() {
        Caller operator = world.sender(world.team("operator"), "another.test");
        world.dns.txt("_smtp._tls.dest.test", "v=TLSRPTv1; rua=mailto:reports@dest.test");
        yesterdayWas();

        try (Loop _ = reports(operator).daily().start()) {
            Eventually.holds("a claim", () -> count("select count(*) from tls_reports") == 1);
        }
        assertThat(count("select count(*) from tls_reports where settled_at is not null"))
                .isZero();
        assertThat(world.mx.messages()).isEmpty();
    }

    private static void check(ParsedMessage message) throws IOException {
        assertThat(message.header("From")).contains("tls@op.test");
        assertThat(message.header("TLS-Report-Domain")).contains("dest.test");
        assertThat(message.header("TLS-Report-Submitter")).contains("op.test");
        assertThat(message.header("Subject").orElseThrow())
                .startsWith("Report Domain: dest.test Submitter: op.test Report-ID: <");
        assertThat(message.header("Content-Type").orElseThrow())
                .startsWith("multipart/report; report-type=\"tlsrpt\";");
        assertThat(message.header("Message-ID")).isPresent();
        ParsedAttachment file = message.attachments().getFirst();
        assertThat(file.contentType()).isEqualTo("application/tlsrpt+gzip");
        assertThat(file.filename()).matches("op\\.test!dest\\.test!1767139200!1767225599![0-9a-f-]+\\.json\\.gz");
        try (var in = new GZIPInputStream(new ByteArrayInputStream(file.content()))) {
            JsonNode report = Json.MAPPER.readTree(in.readAllBytes());
            JsonNode policy = report.get("policies").get(0);
            assertThat(report.get("organization-name").stringValue()).isEqualTo("Operators Inc.");
            assertThat(policy.get("policy").get("policy-type").stringValue()).isEqualTo("no-policy-found");
            assertThat(policy.get("summary").get("total-failure-session-count").intValue())
                    .isEqualTo(3);
        }
    }

    /// The clock stands at noon of the first of January, when every report of the day before is due.
    private void yesterdayWas() {
        world.database.useTransaction(tx -> tx.handle().execute("""
                insert into tls_results (day, domain, policy_type, policy_domain, mx_host, address, result, reason,
                                         policy, sessions)
                values ('2025-12-31', 'dest.test', 'no_policy_found', 'dest.test', 'mx.dest.test', '192.0.2.1',
                        'starttls_not_supported', '', '', 3)"""));
    }

    private TlsReports reports(Caller operator) {
        var http = new OutboundHttp(
                HostLookup.system(), AddressPolicy.PUBLIC_ONLY, (SSLSocketFactory) SSLSocketFactory.getDefault());
        return new TlsReports(
                new TlsReportsConfig("tls@op.test", "Operators Inc."),
                world.database,
                world.dns,
                http,
                new TlsReportMail(world.emailsDoor(), operator.team()),
                List.of(),
                world.clock);
    }

    private int count(String sql) {
        return world.database.inTransaction(
                tx -> tx.handle().createQuery(sql).mapTo(Integer.class).one());
    }

    private static dev.pennypost.mail.dns.DomainName name(String name) {
        return dev.pennypost.mail.dns.DomainName.parse(name);
    }
}
