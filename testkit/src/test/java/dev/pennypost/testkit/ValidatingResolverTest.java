package dev.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.TrustAnchors;
import dev.pennypost.testkit.SignedDns.Signed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers that we validate ourselves, from the root of an internet of our own down.
class ValidatingResolverTest {
    private static final Duration SHORT = Duration.ofMillis(500);

    private final FixedClock readersClock = new FixedClock();
    private final SignedDns dns = new SignedDns(new FixedClock())
            .zone("test", Signed.ECDSA, "")
            .zone("signed.test", Signed.ECDSA, """
                    @ MX 10 mx
                    mx A 192.0.2.1
                    mx A 192.0.2.2
                    www CNAME mx
                    out CNAME host.plain.test.
                    far CNAME host.other.test.
                    _25._tcp.mx TLSA 3 1 1 00FF
                    """)
            .zone("other.test", Signed.ED25519, "host A 192.0.2.4\n")
            .zone("plain.test", Signed.NOT, "host A 192.0.2.3\nin CNAME mx.signed.test.\n");
    private DnsResolver resolver = resolver(dns.anchors());

    @AfterEach
    void close() {
        dns.close();
    }

    @Test
    void vouchesForWhatIsSignedFromTheRootDown() {
        Answer.Records found = records("mx.signed.test", RecordType.A);
        assertThat(found.all(DnsRecord.Address.class)).hasSize(2);
        assertThat(found.authenticated()).isTrue();
        assertThat(records("_25._tcp.mx.signed.test", RecordType.TLSA).authenticated())
                .isTrue();
    }

    @Test
    void vouchesForSignaturesOfEd25519() {
        assertThat(records("host.other.test", RecordType.A).authenticated()).isTrue();
    }

    @Test
    void takesWhatIsProvenToBeUnsignedWithoutVouchingForIt() {
        assertThat(records("host.plain.test", RecordType.A).authenticated()).isFalse();
    }

    @Test
    void vouchesForAnAliasOnlyWhenAllOfItIsSigned() {
        assertThat(records("www.signed.test", RecordType.A).authenticated()).isTrue();
        assertThat(records("far.signed.test", RecordType.A).authenticated()).isTrue();
        assertThat(records("out.signed.test", RecordType.A).authenticated()).isFalse();
        assertThat(records("in.plain.test", RecordType.A).authenticated()).isFalse();
        assertThat(records("out.signed.test", RecordType.CNAME).authenticated()).isTrue();
    }

    @Test
    void believesThatSomethingIsMissingWhenItIsProven() {
        assertThat(ask("signed.test", RecordType.TXT)).isInstanceOf(Answer.NoData.class);
        assertThat(ask("nobody.signed.test", RecordType.A)).isInstanceOf(Answer.NoSuchName.class);
        assertThat(ask("_25._tcp.host.plain.test", RecordType.TLSA)).isInstanceOf(Answer.NoSuchName.class);
    }

    @Test
    void takesNothingThatWasForged() {
        dns.forges("mx.signed.test");
        assertThat(why("mx.signed.test", RecordType.A)).contains("DNSSEC: SERVFAIL");
        assertThat(why("www.signed.test", RecordType.A)).contains("DNSSEC: SERVFAIL");
    }

    @Test
    void takesNothingWhoseSignaturesWereTakenOff() {
        dns.strips("_25._tcp.mx.signed.test");
        assertThat(why("_25._tcp.mx.signed.test", RecordType.TLSA)).contains("DNSSEC: SERVFAIL");
    }

    @Test
    void takesNoKeyThatTheRootDoesNotLeadTo() {
        resolver = resolver(TrustAnchors.iana());
        assertThat(why("mx.signed.test", RecordType.A)).contains("DNSSEC: SERVFAIL");
    }

    @Test
    void remembersNoAnswerLongerThanItsSignatureHolds() {
        assertThat(records("mx.signed.test", RecordType.A).ttl()).isEqualTo(Duration.ofMinutes(10));

        readersClock.advance(Duration.ofDays(7).minusMinutes(2));
        assertThat(records("mx.signed.test", RecordType.A).ttl()).isEqualTo(Duration.ofMinutes(2));

        readersClock.advance(Duration.ofMinutes(3));
        assertThat(why("mx.signed.test", RecordType.A)).contains("DNSSEC: SERVFAIL");
    }

    @Test
    void saysWhenNobodyAnswers() {
        dns.close();
        assertThat(why("mx.signed.test", RecordType.A)).contains("127.0.0.1");
    }

    @Test
    void knowsTheKeysOfTheRootThatIanaPublished() {
        assertThat(TrustAnchors.iana()).isNotNull();
        assertThatThrownBy(() -> TrustAnchors.parse("")).hasMessage("no DS or DNSKEY record");
        assertThatThrownBy(() -> TrustAnchors.parse("nonsense\n")).isInstanceOf(IllegalArgumentException.class);
    }

    private DnsResolver resolver(TrustAnchors anchors) {
        return DnsResolver.validating(List.of(dns.address()), SHORT, 1, anchors, readersClock);
    }

    private Answer ask(String name, RecordType type) {
        return resolver.ask(new DomainName(name), type);
    }

    private Answer.Records records(String name, RecordType type) {
        Answer answer = ask(name, type);
        assertThat(answer).isInstanceOf(Answer.Records.class);
        return (Answer.Records) answer;
    }

    private String why(String name, RecordType type) {
        Answer answer = ask(name, type);
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return ((Answer.Failed) answer).why();
    }
}
