package dev.pennypost.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PlainZone;
import org.junit.jupiter.api.Test;

class TreeWalkTest {
    private final PlainZone dns = new PlainZone();

    @Test
    void asksForEveryNameUpToTheTopLevelDomain() {
        organization("a.mail.example.com");
        assertThat(dns.questions())
                .containsExactly(
                        "_dmarc.a.mail.example.com", "_dmarc.mail.example.com", "_dmarc.example.com", "_dmarc.com");
    }

    @Test
    void asksAtMostEightTimes() {
        organization("a.b.c.d.e.f.g.h.i.j.mail.example.com");
        assertThat(dns.questions())
                .containsExactly(
                        "_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com",
                        "_dmarc.g.h.i.j.mail.example.com",
                        "_dmarc.h.i.j.mail.example.com",
                        "_dmarc.i.j.mail.example.com",
                        "_dmarc.j.mail.example.com",
                        "_dmarc.mail.example.com",
                        "_dmarc.example.com",
                        "_dmarc.com");
    }

    @Test
    void skipsNoNameOfEightLabels() {
        organization("a.b.c.d.e.f.example.com");
        assertThat(dns.questions()).hasSize(8).contains("_dmarc.b.c.d.e.f.example.com");
    }

    @Test
    void takesTheShortestNameWithARecord() {
        dns.txt("_dmarc.mail.example.com", "v=DMARC1; p=none").txt("_dmarc.example.com", "v=DMARC1; p=none");
        assertThat(organization("a.mail.example.com")).isEqualTo("example.com");
    }

    @Test
    void stopsWhereARecordSaysThatItIsTheOrganization() {
        dns.txt("_dmarc.mail.example.com", "v=DMARC1; p=none; psd=n").txt("_dmarc.example.com", "v=DMARC1; p=none");
        assertThat(organization("a.mail.example.com")).isEqualTo("mail.example.com");
        assertThat(dns.questions()).doesNotContain("_dmarc.example.com");
    }

    @Test
    void takesTheNameBelowAPublicSuffix() {
        dns.txt("_dmarc.com", "v=DMARC1; p=none; psd=y");
        assertThat(organization("a.mail.example.com")).isEqualTo("example.com");
    }

    @Test
    void takesAPublicSuffixForItsOwnOrganizationWhenItSendsMail() {
        dns.txt("_dmarc.bank.example", "v=DMARC1; p=none; psd=y");
        assertThat(organization("bank.example")).isEqualTo("bank.example");
        assertThat(organization("giant.bank.example")).isEqualTo("giant.bank.example");
        assertThat(organization("mail.giant.bank.example")).isEqualTo("giant.bank.example");
    }

    @Test
    void takesTheNameItselfWhenNobodyHasARecord() {
        assertThat(organization("a.mail.example.com")).isEqualTo("a.mail.example.com");
    }

    @Test
    void passesOverNamesWithTwoRecordsAndRecordsOfOtherKinds() {
        dns.txt("_dmarc.example.com", "v=DMARC1; p=none", "v=DMARC1; p=reject")
                .txt("_dmarc.mail.example.com", "hello", "v=DMARC1; p=none")
                .txt("_dmarc.com", "v=spf1 -all");
        assertThat(organization("a.mail.example.com")).isEqualTo("mail.example.com");
    }

    @Test
    void saysNothingWhenDnsFails() {
        dns.fails("_dmarc.example.com");
        assertThat(TreeWalk.organizationalDomain(DomainName.parse("mail.example.com"), dns))
                .isEmpty();
    }

    private String organization(String name) {
        return TreeWalk.organizationalDomain(DomainName.parse(name), dns)
                .orElseThrow()
                .ascii();
    }
}
