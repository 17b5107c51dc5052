package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.Finding.Severity;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpfCheckTest {
    private final Judging spf = Judging.spf();

    @BeforeEach
    void theOperatorSendsFromTwoNetworks() {
        spf.dns
                .txt("spf.mta.test", "v=spf1 ip4:192.0.2.0/28 include:six.mta.test ~all")
                .txt("six.mta.test", "v=spf1 ip6:2001:db8::/64 ~all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1 include:spf.mta.test ~all",
                "v=spf1  ip4:198.51.100.0/24 include:spf.mta.test include:other.test -all",
                "V=SPF1 +include:SPF.MTA.TEST",
                "v=spf1 include:spf.mta.test. ?all",
                "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all",
                "v=spf1 redirect=spf.mta.test"
            })
    void whateverLetsAllOurServersSendIsRight(String record) {
        spf.dns.txt("other.test", "v=spf1 ip4:203.0.113.1 ~all");
        spf.texts("some-verification=1", record).isRight();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1 include:other.test ~all",
                "v=spf1 -include:spf.mta.test ~all",
                "v=spf1 include:spf.mta.test.example.com ~all",
                "v=spf1 include:notspf.mta.test ~all",
                "v=spf1 -all",
                "v=spf1 ip4:192.0.2.0/24 -all"
            })
    void whatLetsUsNotSendIsWrong(String record) {
        var finding = spf.texts(record).isWrong(Code.SPF_INCLUDE_MISSING);
        assertThat(finding.parameters().get("merged")).startsWith("v=spf1 include:spf.mta.test ");
    }

    @Test
    void triesTheAddressesTheOperatorNames() {
        spf.senders = List.of(InetAddress.ofLiteral("192.0.2.3"), InetAddress.ofLiteral("203.0.113.7"));
        var finding = spf.texts("v=spf1 include:spf.mta.test ~all").isWrong(Code.SPF_SENDER_REFUSED);
        assertThat(finding.parameters()).containsEntry("refused", "203.0.113.7");
        spf.senders = List.of(InetAddress.ofLiteral("192.0.2.3"));
        spf.isRight();
    }

    @Test
    void readsTheTermsWhereTheOperatorHasNoRecordYet() {
        spf.dns.forget("spf.mta.test");
        spf.texts("v=spf1 mx include:spf.mta.test ~all").isRight();
        spf.texts("v=spf1 ~all include:spf.mta.test").isWrong(Code.SPF_INCLUDE_UNREACHABLE);
        spf.texts("v=spf1 include:other.test ~all").isWrong(Code.SPF_INCLUDE_MISSING);
    }

    @Test
    void showsTwoSpfRecordsMergedIntoOne() {
        var finding = spf.texts("v=spf1 include:spf.mta.test ~all", "v=spf1 mx include:other.test -all")
                .isWrong(Code.SPF_MULTIPLE);
        assertThat(finding.fix()).contains("v=spf1 include:spf.mta.test mx include:other.test ~all");
    }

    @Test
    void nobodyReadsAnIncludeBehindAll() {
        spf.texts("v=spf1 ~all include:spf.mta.test").isWrong(Code.SPF_INCLUDE_UNREACHABLE);
    }

    @Test
    void warnsOfTermsThatDoHarm() {
        spf.texts("v=spf1 include:spf.mta.test +all").isRight(Code.SPF_PASS_ALL);
        spf.texts("v=spf1 include:spf.mta.test ptr ~all").isRight(Code.SPF_PTR);
    }

    @Test
    void namesTheTermThatCannotBeRead() {
        var finding =
                spf.texts("v=spf1 include:spf.mta.test ipv4:192.0.2.1 ~all").isWrong(Code.SPF_SYNTAX);
        assertThat(finding.message()).contains("`ipv4:192.0.2.1`");
        spf.texts("v=spf1 include:spf.mta.test ~all;").isWrong(Code.SPF_SYNTAX);
    }

    @Test
    void countsTheLookupsOfEachTerm() {
        for (int i = 0; i < 10; i++) spf.dns.txt("s" + i + ".test", "v=spf1 a:host.test ~all");
        spf.dns.a("host.test", "203.0.113.1");
        String many = "include:s0.test include:s1.test include:s2.test include:s3.test include:s4.test";
        var hit = spf.texts("v=spf1 " + many + " include:spf.mta.test ~all").isWrong(Code.SPF_TOO_MANY_LOOKUPS);
        assertThat(hit.parameters()).containsEntry("lookups", "12");
        assertThat(hit.parameters().get("tree"))
                .startsWith("include:s0.test (2)\n  a:host.test (1)\ninclude:s1.test (2)")
                .endsWith("include:spf.mta.test (2)\n  include:six.mta.test (1)");
        assertThat(hit.fix()).contains("`include:s4.test` 2");
        var missed = spf.texts("v=spf1 include:spf.mta.test " + many + " ~all")
                .is(RecordState.RIGHT, Code.SPF_TOO_MANY_LOOKUPS);
        assertThat(missed.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void countsTermsThatFindNothing() {
        spf.texts("v=spf1 a:no1.test a:no2.test mx:no3.test include:spf.mta.test ~all")
                .isWrong(Code.SPF_VOID_LOOKUPS);
    }

    @Test
    void saysWhichIncludeIsBroken() {
        var finding =
                spf.texts("v=spf1 include:gone.test include:spf.mta.test ~all").isWrong(Code.SPF_BROKEN_INCLUDE);
        assertThat(finding.message()).contains("`gone.test`, which has no SPF record");
    }

    @Test
    void aSilentIncludeProvesNothing() {
        spf.dns.fails("slow.test");
        spf.texts("v=spf1 include:slow.test include:spf.mta.test ~all").is(RecordState.UNKNOWN, Code.DNS_SERVER_ERROR);
    }

    @Test
    void recognisesWhatPanelsDoToTheRecord() {
        spf.texts("\"v=spf1 include:spf.mta.test ~all\"").isWrong(Code.QUOTES_IN_VALUE);
        spf.texts("v=spf1 include:spf.mta.test ~all\"").isWrong(Code.QUOTES_IN_VALUE);
        spf.texts("v%3Dspf1 include%3Aspf.mta.test ~all").isWrong(Code.PERCENT_ENCODED);
        spf.texts("send TXT v=spf1 include:spf.mta.test ~all").isWrong(Code.NAME_IN_VALUE);
        spf.texts("include:spf.mta.test ~all").isWrong(Code.MISSING_PREFIX);
        spf.texts("hello").isWrong(Code.INVALID_VALUE);
    }
}
