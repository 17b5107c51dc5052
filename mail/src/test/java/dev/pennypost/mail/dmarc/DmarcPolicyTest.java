package dev.pennypost.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dmarc.DmarcPolicy.Source;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PlainZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DmarcPolicyTest {
    private final PlainZone dns = new PlainZone();

    @Test
    void takesTheRecordOfTheAuthorFirst() {
        dns.txt("_dmarc.mail.example.com", "v=DMARC1; p=quarantine; sp=none")
                .txt("_dmarc.example.com", "v=DMARC1; p=reject");
        assertFound("mail.example.com", "mail.example.com", Source.AUTHOR, DmarcRequest.QUARANTINE);
        assertThat(dns.questions()).containsExactly("_dmarc.mail.example.com");
    }

    @Test
    void inheritsFromTheOrganizationAndNotFromNamesBetween() {
        dns.txt("_dmarc.mail.example.com", "v=DMARC1; p=none").txt("_dmarc.example.com", "v=DMARC1; p=reject");
        assertFound("a.mail.example.com", "example.com", Source.ORGANIZATION, DmarcRequest.REJECT);
    }

    @Test
    void inheritsFromThePublicSuffixWhenTheOrganizationHasNothing() {
        dns.txt("_dmarc.bank.example", "v=DMARC1; p=none; sp=reject; psd=y");
        assertFound("mail.giant.bank.example", "bank.example", Source.PUBLIC_SUFFIX, DmarcRequest.REJECT);
    }

    @ParameterizedTest
    @CsvSource({"there.example.com, QUARANTINE", "missing.example.com, REJECT"})
    void distinguishesSubdomainsThatExistFromThoseThatDoNot(String author, DmarcRequest request) {
        dns.txt("_dmarc.example.com", "v=DMARC1; p=none; sp=quarantine; np=reject")
                .exists("there.example.com");
        assertFound(author, "example.com", Source.ORGANIZATION, request);
    }

    @Test
    void doesNotAskWhetherANameExistsWhenNothingDependsOnIt() {
        dns.txt("_dmarc.example.com", "v=DMARC1; p=none");
        assertFound("mail.example.com", "example.com", Source.ORGANIZATION, DmarcRequest.NONE);
        assertThat(dns.questions()).doesNotContain("mail.example.com");
    }

    @ParameterizedTest
    @CsvSource({"reject, QUARANTINE", "quarantine, NONE", "none, NONE"})
    void goesOneStepDownWhileTheOwnerIsTesting(String policy, DmarcRequest request) {
        dns.txt("_dmarc.example.com", "v=DMARC1; t=y; p=" + policy);
        assertFound("example.com", "example.com", Source.AUTHOR, request);
    }

    @Test
    void saysWhenThereIsNoneOrNoneOfUse() {
        dns.txt("_dmarc.useless.example", "v=DMARC1; p=block");
        assertThat(discover("example.com")).isInstanceOf(DmarcPolicy.Absent.class);
        assertThat(discover("useless.example")).isInstanceOf(DmarcPolicy.Unusable.class);
    }

    @Test
    void saysWhenDnsDidNotAnswer() {
        dns.fails("_dmarc.com").fails("_dmarc.example.com");
        assertThat(discover("example.com")).isInstanceOf(DmarcPolicy.Unknown.class);
        dns.txt("_dmarc.example.com", "v=DMARC1; p=none");
        assertFound("example.com", "example.com", Source.AUTHOR, DmarcRequest.NONE);
    }

    @Test
    void doesNotGuessWhetherANameExists() {
        dns.txt("_dmarc.example.com", "v=DMARC1; p=none; np=reject").fails("mail.example.com");
        assertThat(discover("mail.example.com")).isInstanceOf(DmarcPolicy.Unknown.class);
    }

    private void assertFound(String author, String at, Source source, DmarcRequest request) {
        assertThat(discover(author)).isInstanceOfSatisfying(DmarcPolicy.Found.class, found -> {
            assertThat(found.at().ascii()).isEqualTo(at);
            assertThat(found.source()).isEqualTo(source);
            assertThat(found.request()).isEqualTo(request);
        });
    }

    private DmarcPolicy discover(String author) {
        return DmarcPolicy.discover(DomainName.parse(author), dns);
    }
}
