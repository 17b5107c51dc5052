package dev.pennypost.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.CaaVerdict;
import dev.pennypost.mail.dns.CaaVerdict.Forbidden;
import dev.pennypost.mail.dns.CaaVerdict.Permitted;
import dev.pennypost.mail.dns.CaaVerdict.Unknown;
import dev.pennypost.mail.dns.DnsRecord.Caa;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.testkit.FakeDns;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaaVerdictTest {
    private static final DomainName HOST = DomainName.ofDns("links.mail.acme.test");
    private static final String ACCOUNT = "https://ca.test/acct/7";

    private final FakeDns dns = new FakeDns();

    @Test
    void everybodyMayIssueWhereNobodySaysAnything() {
        dns.a("links.mail.acme.test", "192.0.2.1");
        assertThat(verdict()).isEqualTo(new Permitted());
        assertThat(dns.asked())
                .extracting(question -> question.name().ascii())
                .containsExactly("links.mail.acme.test", "mail.acme.test", "acme.test", "test");
    }

    @Test
    void theClosestRecordsCountAndNoOthers() {
        issue("acme.test", "other.test");
        issue("mail.acme.test", "ca.test");
        assertThat(verdict()).isEqualTo(new Permitted());
    }

    @Test
    void saysWhichRecordsForbidIt() {
        issue("acme.test", "other.test");
        assertThat(verdict()).isInstanceOfSatisfying(Forbidden.class, forbidden -> {
            assertThat(forbidden.at()).isEqualTo(DomainName.ofDns("acme.test"));
            assertThat(forbidden.shown()).isEqualTo("0 issue \"other.test\"");
        });
    }

    @Test
    void anAliasIsJudgedByWhereItLeads() {
        dns.cname("links.mail.acme.test", "track.test");
        issue("track.test", "other.test");
        assertThat(verdict()).isInstanceOf(Forbidden.class);
    }

    @Test
    void whatDnsDoesNotAnswerIsNoPermission() {
        dns.fails("acme.test", RecordType.CAA);
        assertThat(verdict()).isEqualTo(new Unknown(DomainName.ofDns("acme.test"), "SERVFAIL for acme.test"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ca.test",
                "CA.test",
                " ca.test ; ",
                "ca.test; policy=ev",
                "ca.test; validationmethods=dns-01,http-01",
                "ca.test; accounturi=https://ca.test/acct/7; validationmethods=http-01"
            })
    void permits(String value) {
        issue("acme.test", value);
        assertThat(verdict()).isEqualTo(new Permitted());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                "",
                "other.test",
                "sub.ca.test",
                "ca.test; validationmethods=dns-01",
                "ca.test; accounturi=https://ca.test/acct/8"
            })
    void forbids(String value) {
        issue("acme.test", value);
        assertThat(verdict()).isInstanceOf(Forbidden.class);
    }

    @Test
    void oneRecordThatPermitsIsEnough() {
        issue("acme.test", "other.test");
        issue("acme.test", "ca.test");
        assertThat(verdict()).isEqualTo(new Permitted());
    }

    @Test
    void recordsThatRestrictSomethingElseForbidNothing() {
        dns.add("acme.test", new Caa(0, "issuewild", ";"));
        dns.add("acme.test", new Caa(0, "iodef", "mailto:hostmaster@acme.test"));
        assertThat(verdict()).isEqualTo(new Permitted());
    }

    @Test
    void aCriticalPropertyThatWeDoNotKnowForbidsEverything() {
        issue("acme.test", "ca.test");
        dns.add("acme.test", new Caa(0x80, "future", "x"));
        assertThat(verdict()).isInstanceOf(Forbidden.class);
    }

    private void issue(String name, String value) {
        dns.add(name, new Caa(0, "issue", value));
    }

    private CaaVerdict verdict() {
        return CaaVerdict.of(HOST, new CaaVerdict.Issuance(Set.of("ca.test"), "http-01", ACCOUNT), dns);
    }
}
