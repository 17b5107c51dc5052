package dev.pennypost.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dkim.DkimReason;
import dev.pennypost.mail.dkim.DkimResult;
import dev.pennypost.mail.dmarc.DmarcResult.Mechanism;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PlainZone;
import dev.pennypost.mail.spf.SpfIdentity;
import dev.pennypost.mail.spf.SpfResult;
import dev.pennypost.mail.spf.SpfVerdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DmarcEvaluatorTest {
    private static final SpfResult NO_SPF = spf(SpfVerdict.NONE, "example.com");

    private final PlainZone dns = new PlainZone();

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, r, pass",
        "example.com, example.com, s, pass",
        "example.com, send.example.com, r, pass",
        "example.com, send.example.com, s, fail",
        "mail.example.com, example.com, r, pass",
        "mail.example.com, other.example.com, r, pass",
        "mail.example.com, other.example.com, s, fail",
        "example.com, example.net, r, fail",
        "example.com, badexample.com, r, fail",
    })
    void alignsAsTheOwnerWants(String author, String domain, String mode, String word) {
        dns.txt("_dmarc.example.com", "v=DMARC1; p=reject; adkim=" + mode + "; aspf=" + mode);
        assertThat(evaluate(author, NO_SPF, dkim(domain)).word()).isEqualTo(word);
        assertThat(evaluate(author, spf(SpfVerdict.PASS, domain)).word()).isEqualTo(word);
    }

    @Test
    void namesTheMechanismsThatVouch() {
        dns.txt("_dmarc.example.com", "v=DMARC1; p=reject; aspf=s");
        assertThat(evaluate("example.com", spf(SpfVerdict.PASS, "send.example.com"), dkim("example.com")))
                .isInstanceOfSatisfying(
                        DmarcResult.Pass.class,
                        pass -> assertThat(pass.alignedBy()).isEqualTo(Set.of(Mechanism.DKIM)));
        assertThat(evaluate("example.com", spf(SpfVerdict.PASS, "example.com"), dkim("example.com")))
                .isInstanceOfSatisfying(
                        DmarcResult.Pass.class,
                        pass -> assertThat(pass.alignedBy()).isEqualTo(Set.of(Mechanism.DKIM, Mechanism.SPF)));
    }

    @Test
    void separatesTheCustomersOfAPublicSuffix() {
        dns.txt("_dmarc.bank.example", "v=DMARC1; p=reject; psd=y")
                .txt("_dmarc.giant.bank.example", "v=DMARC1; p=quarantine");
        assertThat(evaluate("giant.bank.example", NO_SPF, dkim("mail.mega.bank.example"))
                        .word())
                .isEqualTo("fail");
        assertThat(evaluate("giant.bank.example", spf(SpfVerdict.PASS, "mail.giant.bank.example"))
                        .word())
                .isEqualTo("pass");
    }

    @Test
    void takesOnlyPassesForAnAnswer() {
        dns.txt("_dmarc.example.com", "v=DMARC1; p=reject");
        var failed = new DkimResult.Fail(signer("example.com"), DkimReason.BODY_HASH_MISMATCH);
        assertThat(evaluate("example.com", spf(SpfVerdict.SOFTFAIL, "example.com"), failed))
                .isInstanceOfSatisfying(
                        DmarcResult.Fail.class,
                        fail -> assertThat(fail.policy().request()).isEqualTo(DmarcRequest.REJECT));
    }

    @Test
    void waitsForDnsThatMightHaveMadeItPass() {
        dns.txt("_dmarc.example.com", "v=DMARC1; p=reject");
        assertThat(evaluate("example.com", spf(SpfVerdict.TEMPERROR, "example.com"))
                        .word())
                .isEqualTo("temperror");
        assertThat(evaluate("example.com", NO_SPF, temporary("example.com")).word())
                .isEqualTo("temperror");
        assertThat(evaluate("example.com", NO_SPF, temporary("example.com"), dkim("example.com"))
                        .word())
                .isEqualTo("pass");
    }

    @Test
    void doesNotWaitForTheDnsOfStrangers() {
        dns.txt("_dmarc.example.com", "v=DMARC1; p=reject");
        assertThat(evaluate("example.com", NO_SPF, temporary("example.net")).word())
                .isEqualTo("fail");
    }

    @Test
    void hasNothingToSayWithoutAPolicy() {
        assertThat(evaluate("example.com", NO_SPF, dkim("example.com")).word()).isEqualTo("none");
    }

    @Test
    void saysToTryLaterWhenThePolicyIsUnknown() {
        dns.fails("_dmarc.example.com");
        assertThat(evaluate("example.com", NO_SPF, dkim("example.com")).word()).isEqualTo("temperror");
    }

    private DmarcResult evaluate(String author, SpfResult spf, DkimResult... dkim) {
        return new DmarcEvaluator(dns).evaluate(DomainName.parse(author), spf, List.of(dkim));
    }

    private static SpfResult spf(SpfVerdict verdict, String domain) {
        return new SpfResult(verdict, SpfIdentity.MAIL_FROM, DomainName.parse(domain), "", "", 0);
    }

    private static DkimResult dkim(String domain) {
        return new DkimResult.Pass(signer(domain));
    }

    private static DkimResult temporary(String domain) {
        return new DkimResult.TempError(signer(domain), DkimReason.DNS_FAILED, "timeout");
    }

    private static DkimResult.Signer signer(String domain) {
        return new DkimResult.Signer(DomainName.parse(domain), "s", "@" + domain, "rsa-sha256", "abcdefgh");
    }
}
