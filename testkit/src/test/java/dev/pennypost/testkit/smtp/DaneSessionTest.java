package dev.pennypost.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dane.TlsaRecords;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.SessionFailed;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsDemand;
import dev.pennypost.mail.smtp.client.TlsProblem;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.TestAuthority;
import dev.pennypost.testkit.TestAuthority.Identity;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DaneSessionTest {
    private static final TestAuthority AUTHORITY = TestAuthority.shared();
    private static final Identity GOOD = AUTHORITY.issue("mx.dest.test", "*.wild.test");
    private static final Identity EXPIRED = AUTHORITY.issueExpired("mx.dest.test");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final FakeMx mx = FakeMx.start();

    @AfterEach
    void close() {
        mx.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"})
    void acceptsTheServersOwnCertificateInEveryForm(int selector, int matching) throws Exception {
        mx.withTls(GOOD.serverContext());

        assertThat(problem("mx.dest.test", tlsa(3, selector, matching, GOOD.certificate())))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"})
    void acceptsTheIssuersCertificateInEveryForm(int selector, int matching) throws Exception {
        mx.withTls(GOOD.serverContext());

        assertThat(problem("mx.dest.test", tlsa(2, selector, matching, AUTHORITY.certificate())))
                .isNull();
    }

    @Test
    void asksNeitherNameNorDateOfTheServersOwnCertificate() throws Exception {
        mx.withTls(EXPIRED.serverContext());

        assertThat(problem("other.test", tlsa(3, 1, 1, EXPIRED.certificate()))).isNull();
    }

    @Test
    void asksNameAndDateOfWhatANamedIssuerGave() throws Exception {
        mx.withTls(GOOD.serverContext());
        assertThat(problem("other.test", tlsa(2, 0, 1, AUTHORITY.certificate())))
                .isEqualTo(TlsProblem.CERTIFICATE_HOST_MISMATCH);
        assertThat(problem("a.wild.test", tlsa(2, 0, 1, AUTHORITY.certificate())))
                .isNull();
        assertThat(problem("a.b.wild.test", tlsa(2, 0, 1, AUTHORITY.certificate())))
                .isEqualTo(TlsProblem.CERTIFICATE_HOST_MISMATCH);

        mx.withTls(EXPIRED.serverContext());
        assertThat(problem("mx.dest.test", tlsa(2, 0, 1, AUTHORITY.certificate())))
                .isEqualTo(TlsProblem.CERTIFICATE_EXPIRED);
    }

    @Test
    void refusesACertificateThatNoRecordSpeaksOf() throws Exception {
        mx.withTls(GOOD.serverContext());

        assertThat(problem("mx.dest.test", tlsa(3, 1, 1, EXPIRED.certificate())))
                .isEqualTo(TlsProblem.TLSA_MISMATCH);
        assertThat(problem("mx.dest.test", tlsa(2, 0, 1, EXPIRED.certificate())))
                .isEqualTo(TlsProblem.TLSA_MISMATCH);
    }

    @Test
    void refusesAServersCertificateThatANamedIssuerDidNotGive() throws Exception {
        mx.withTls(FakeMx.certificate());

        assertThat(problem(FakeMx.HOST, tlsa(2, 0, 0, AUTHORITY.certificate())))
                .isEqualTo(TlsProblem.CERTIFICATE_NOT_TRUSTED);
        assertThat(problem(FakeMx.HOST, tlsa(2, 1, 0, AUTHORITY.certificate())))
                .isEqualTo(TlsProblem.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void takesNoServersOwnCertificateForAnIssuers() throws Exception {
        mx.withTls(FakeMx.certificate());

        assertThat(problem(FakeMx.HOST, tlsa(2, 0, 1, FakeMx.certificate().certificate())))
                .isEqualTo(TlsProblem.TLSA_MISMATCH);
    }

    @Test
    void oneRecordThatMatchesIsEnough() throws Exception {
        mx.withTls(GOOD.serverContext());

        assertThat(problem("mx.dest.test", tlsa(3, 1, 1, EXPIRED.certificate()), tlsa(3, 1, 1, GOOD.certificate())))
                .isNull();
    }

    @Test
    void needsStartTls() throws Exception {
        var demand = demand("mx.dest.test", tlsa(3, 1, 1, GOOD.certificate()));

        try (var _ = open("mx.dest.test", demand)) {
            throw new AssertionError("opened in the clear");
        } catch (SessionFailed failed) {
            assertThat(failed.failure()).isEqualTo(new Failure.TlsNotOffered());
        }
    }

    private @Nullable TlsProblem problem(String host, DnsRecord.Tlsa... records) {
        try (var session = open(host, demand(host, records))) {
            assertThat(session.facts().tls()).isPresent();
            return null;
        } catch (SessionFailed failed) {
            assertThat(failed.failure()).isInstanceOf(Failure.TlsFailed.class);
            return ((Failure.TlsFailed) failed.failure()).problem();
        }
    }

    private SmtpSession open(String host, TlsDemand demand) throws SessionFailed {
        return SmtpSession.open(
                new Target(mx.address(), host),
                ClientOptions.named("client.test").withTls(demand));
    }

    private static TlsDemand demand(String host, DnsRecord.Tlsa... records) {
        return new TlsDemand.Dane(TlsaRecords.usableOf(List.of(records)), List.of(DomainName.parse(host)), NOW);
    }

    private static DnsRecord.Tlsa tlsa(int usage, int selector, int matching, X509Certificate certificate)
            throws Exception {
        byte[] selected = selector == 0
                ? certificate.getEncoded()
                : certificate.getPublicKey().getEncoded();
        byte[] data = switch (matching) {
            case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> selected;
        };
        return new DnsRecord.Tlsa(usage, selector, matching, HexFormat.of().formatHex(data));
    }
}
