package dev.pennypost.delivery.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.tls.MailHost.Found;
import dev.pennypost.delivery.tls.SessionOpener.Opened;
import dev.pennypost.delivery.tls.StsSource.Standing;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.mtasts.MxPattern;
import dev.pennypost.mail.mtasts.StsPolicy;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.Step;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.smtp.client.TlsProblem;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.testkit.TestAuthority;
import dev.pennypost.testkit.TestAuthority.Identity;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The table of RFC 7672: what the answers of DNS mean for a session.
class DaneOutcomesTest {
    private static final DomainName DEST = DomainName.parse("dest.test");
    private static final String HOST = "mx.dest.test";
    private static final String CANONICAL = "host7.provider.test";
    private static final TestAuthority AUTHORITY = TestAuthority.shared();
    private static final Identity SHOWN = AUTHORITY.issue(HOST);
    private static final Identity OTHER = AUTHORITY.issue(HOST);
    private static final DnsRecord.Tlsa FITS = tlsa(3, SHOWN.certificate());
    private static final DnsRecord.Tlsa FITS_NOT = tlsa(3, OTHER.certificate());
    private static final DnsRecord.Tlsa UNUSABLE = tlsa(1, SHOWN.certificate());

    private final FakeDns dns = new FakeDns();
    private final FixedClock clock = new FixedClock();
    private final FakeMx mx = FakeMx.start();
    private final String tlsaName = "_" + mx.port() + "._tcp." + HOST;
    private final List<Step> said = new ArrayList<>();
    private StsSource sts = StsSource.NONE;

    @AfterEach
    void close() {
        mx.close();
    }

    @Test
    void deliversWhereAUsableRecordMatches() {
        mx.withTls(SHOWN.serverContext());
        dns.add(tlsaName, FITS).signed(tlsaName);

        assertThat(open(Found.BY_VALIDATED_DNS)).isInstanceOf(Opened.Open.class).satisfies(DaneOutcomesTest::close);
        assertThat(words()).isEqualTo("dane verified");
    }

    @Test
    void refusesAServerWhoseCertificateMatchesNone() {
        mx.withTls(SHOWN.serverContext());
        dns.add(tlsaName, FITS_NOT).signed(tlsaName);

        assertThat(problem(open(Found.BY_VALIDATED_DNS))).isEqualTo(TlsProblem.TLSA_MISMATCH);
        assertThat(words()).isEqualTo("dane not met");
        assertThat(mx.commands()).filteredOn("STARTTLS"::equals).hasSize(2);
        assertThat(mx.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void refusesAServerThatHasRecordsAndNoTls() {
        dns.add(tlsaName, FITS).signed(tlsaName);

        assertThat(open(Found.BY_VALIDATED_DNS))
                .isInstanceOfSatisfying(
                        Opened.Failed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(new Failure.TlsNotOffered()));
    }

    @Test
    void asksForTlsAndNoMoreWhereNoRecordIsUsable() {
        dns.add(tlsaName, UNUSABLE).signed(tlsaName);
        assertThat(open(Found.BY_VALIDATED_DNS))
                .isInstanceOfSatisfying(
                        Opened.Failed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(new Failure.TlsNotOffered()));

        mx.withTls(OTHER.serverContext());
        assertThat(words()).isEqualTo("dane without usable records, required");
    }

    @Test
    void passesOverUnusableRecordsBesideUsableOnes() {
        mx.withTls(SHOWN.serverContext());
        dns.add(tlsaName, UNUSABLE).add(tlsaName, FITS_NOT).signed(tlsaName);

        assertThat(problem(open(Found.BY_VALIDATED_DNS))).isEqualTo(TlsProblem.TLSA_MISMATCH);
    }

    @Test
    void doesWithoutWhereAValidatedAnswerHasNoRecords() {
        dns.a(tlsaName, "192.0.2.1").signed(tlsaName);

        assertThat(words()).isEqualTo("opportunistic, not offered");
    }

    @Test
    void doesWithoutWhereTheNameDoesNotExist() {
        assertThat(words()).isEqualTo("opportunistic, not offered");
    }

    @Test
    void doesWithoutWhereTheRecordsWereNotValidated() {
        mx.withTls(SHOWN.serverContext());
        dns.add(tlsaName, FITS_NOT);

        assertThat(words()).isEqualTo("opportunistic");
    }

    @Test
    void doesWithoutWhereTheWayToTheServerWasNotValidated() {
        mx.withTls(SHOWN.serverContext());
        dns.add(tlsaName, FITS_NOT).signed(tlsaName);

        Opened opened = open(Found.BY_DNS);
        close(opened);
        assertThat(opened.tlsPolicy()).isEqualTo("opportunistic");
        assertThat(dns.asked()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"NONE", "RELAXED"},
            mode = EnumSource.Mode.EXCLUDE)
    void neverSpeaksToAServerWhoseRecordsCannotBeAskedFor(TlsMode given) {
        mx.withTls(SHOWN.serverContext());
        dns.fails(tlsaName, RecordType.TLSA);

        assertThat(open(Found.BY_VALIDATED_DNS, given))
                .isEqualTo(new Opened.Barred(Bar.TLSA_UNKNOWN, "dane records unknown"));
        assertThat(mx.connections()).isZero();
    }

    @Test
    void isNotHeededByReportsOfHowTlsFails() {
        mx.withTls(SHOWN.serverContext());
        dns.add(tlsaName, FITS_NOT).signed(tlsaName);

        Opened opened = open(Found.BY_VALIDATED_DNS, TlsMode.RELAXED);
        close(opened);
        assertThat(opened)
                .isInstanceOfSatisfying(
                        Opened.Open.class,
                        open -> assertThat(open.session().facts().tls()).isPresent());
        assertThat(opened.tlsPolicy()).isEqualTo("relaxed");
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void ofTheOperatorsTransportAsksNothing() {
        dns.fails(tlsaName);

        Opened opened = open(Found.BY_OPERATOR);
        close(opened);
        assertThat(opened).isInstanceOf(Opened.Open.class);
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void goesBeforeMtaSts() {
        mx.withTls(SHOWN.serverContext());
        sts = _ -> new Standing(
                Optional.of(new StsPolicy(
                        StsPolicy.Mode.ENFORCE, List.of(MxPattern.parse("elsewhere.test")), Duration.ofDays(1))),
                Optional.empty());
        assertThat(open(Found.BY_VALIDATED_DNS)).isInstanceOf(Opened.Barred.class);

        dns.add(tlsaName, FITS).signed(tlsaName);
        assertThat(words()).isEqualTo("dane verified");
    }

    @Test
    void acceptsAnIssuersCertificateForTheRecipientsDomainToo() {
        mx.withTls(AUTHORITY.issue("dest.test").serverContext());
        dns.add(tlsaName, tlsa(2, AUTHORITY.certificate())).signed(tlsaName);

        assertThat(words()).isEqualTo("dane verified");
    }

    @Test
    void looksAtWhatAnAliasStandsForBeforeTheAlias() {
        mx.withTls(SHOWN.serverContext());
        dns.add(canonicalTlsa(), FITS).signed(canonicalTlsa());
        dns.add(tlsaName, FITS_NOT).signed(tlsaName);

        Opened opened = openAlias();
        close(opened);
        assertThat(opened.tlsPolicy()).isEqualTo("dane verified");
    }

    @Test
    void looksAtTheAliasWhereWhatItStandsForHasNoRecords() {
        mx.withTls(SHOWN.serverContext());
        dns.add(tlsaName, FITS_NOT).signed(tlsaName);

        assertThat(problem(openAlias())).isEqualTo(TlsProblem.TLSA_MISMATCH);
    }

    @Test
    void doesNotLookFurtherWhereTheRecordsOfTheFirstNameCannotBeAskedFor() {
        dns.fails(canonicalTlsa(), RecordType.TLSA);
        dns.add(tlsaName, FITS).signed(tlsaName);

        assertThat(openAlias()).isEqualTo(new Opened.Barred(Bar.TLSA_UNKNOWN, "dane records unknown"));
    }

    @ParameterizedTest
    @ValueSource(strings = {HOST, CANONICAL, "dest.test"})
    void acceptsAnIssuersCertificateForTheAliasAndForWhatItStandsFor(String name) {
        mx.withTls(AUTHORITY.issue(name).serverContext());
        dns.add(canonicalTlsa(), tlsa(2, AUTHORITY.certificate())).signed(canonicalTlsa());

        Opened opened = openAlias();
        close(opened);
        assertThat(opened.tlsPolicy()).isEqualTo("dane verified");
    }

    private String canonicalTlsa() {
        return "_" + mx.port() + "._tcp." + CANONICAL;
    }

    private Opened openAlias() {
        return open(
                new MailHost(new Target(mx.address(), HOST), Found.BY_VALIDATED_DNS, DomainName.parse(CANONICAL)),
                TlsMode.OPPORTUNISTIC);
    }

    private String words() {
        Opened opened = open(Found.BY_VALIDATED_DNS);
        close(opened);
        return opened.tlsPolicy();
    }

    private Opened open(Found found) {
        return open(found, TlsMode.OPPORTUNISTIC);
    }

    private Opened open(Found found, TlsMode given) {
        return open(new MailHost(new Target(mx.address(), HOST), found), given);
    }

    private Opened open(MailHost host, TlsMode given) {
        var policies = new TlsPolicies(dns, sts, false, clock);
        var opener = new SessionOpener(policies, TlsResults.uncounted(), clock);
        return opener.open(host, new TlsWish(DEST, given, false), ClientOptions.named("mta.test"), said);
    }

    private static void close(Opened opened) {
        if (opened instanceof Opened.Open(var session, var _, var _)) session.close();
    }

    private static TlsProblem problem(Opened opened) {
        return ((Failure.TlsFailed) ((Opened.Failed) opened).failure()).problem();
    }

    private static DnsRecord.Tlsa tlsa(int usage, X509Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            return new DnsRecord.Tlsa(
                    usage,
                    1,
                    1,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(key)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
