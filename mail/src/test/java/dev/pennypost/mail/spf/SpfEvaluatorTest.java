package dev.pennypost.mail.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.PlainZone;
import dev.pennypost.mail.dns.RecordType;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpfEvaluatorTest {
    private final PlainZone dns = new PlainZone();

    @Test
    void passesTheAddressesOfAnInclude() {
        dns.txt("send.example.test", "v=spf1 include:spf.pennypost.test ~all")
                .txt("spf.pennypost.test", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all");
        assertThat(check("192.0.2.7").verdict()).isEqualTo(SpfVerdict.PASS);
        assertThat(check("192.0.2.7").why()).isEqualTo("include:spf.pennypost.test");
        assertThat(check("2001:db8::7").verdict()).isEqualTo(SpfVerdict.PASS);
        assertThat(check("198.51.100.7").verdict()).isEqualTo(SpfVerdict.SOFTFAIL);
        assertThat(check("198.51.100.7").why()).isEqualTo("~all");
        assertThat(check("198.51.100.7").lookups()).isEqualTo(1);
    }

    @Test
    void checksTheHeloNameWhenTheReversePathIsEmpty() {
        dns.txt("mx.example.test", "v=spf1 ip4:192.0.2.1 -all");
        var result = evaluator().check(InetAddress.ofLiteral("192.0.2.1"), "mx.example.test", "");
        assertThat(result.verdict()).isEqualTo(SpfVerdict.PASS);
        assertThat(result.identity()).isEqualTo(SpfIdentity.HELO);
    }

    @Test
    void saysWhyARecordIsBroken() {
        dns.txt("send.example.test", "v=spf1 ip4:192.0.2.256 -all");
        assertThat(check("192.0.2.1").verdict()).isEqualTo(SpfVerdict.PERMERROR);
        assertThat(check("192.0.2.1").why()).contains("ip4:192.0.2.256");
    }

    @Test
    void saysToTryLaterWhenDnsIsDown() {
        dns.fails("send.example.test");
        assertThat(check("192.0.2.1").verdict()).isEqualTo(SpfVerdict.TEMPERROR);
    }

    @Test
    void findsInternationalDomainsUnderTheirAsciiName() {
        dns.txt("xn--strae-oqa.test", "v=spf1 -all");
        var result = evaluator().check(InetAddress.ofLiteral("192.0.2.1"), "mx.example.test", "a@straße.test");
        assertThat(result.verdict()).isEqualTo(SpfVerdict.FAIL);
    }

    @Test
    void doesNotChargeAnIp6ClientForMailHostsWithoutIp6() {
        dns.txt("send.example.test", "v=spf1 mx -all");
        for (int i = 0; i < 5; i++) {
            dns.add("send.example.test", RecordType.MX, new DnsRecord.Mx(i, "mx" + i + ".example.test"));
            dns.add(
                    "mx" + i + ".example.test",
                    RecordType.A,
                    new DnsRecord.Address(InetAddress.ofLiteral("192.0.2.1")));
        }
        assertThat(check("2001:db8::1").verdict()).isEqualTo(SpfVerdict.FAIL);
        assertThat(check("192.0.2.1").verdict()).isEqualTo(SpfVerdict.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8::1, 2001:db8::1",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    })
    void writesAddressesAsPeopleDo(String address, String readable) {
        dns.txt("send.example.test", "v=spf1 -all exp=why.example.test").txt("why.example.test", "%{c}");
        assertThat(check(address).explanation()).isEqualTo(readable);
    }

    @Test
    void namesOurHostAndTheTimeInExplanations() {
        dns.txt("send.example.test", "v=spf1 -all exp=why.example.test").txt("why.example.test", "%{r} at %{t}");
        assertThat(check("192.0.2.1").explanation()).isEqualTo("mx.pennypost.test at 1795262400");
    }

    @Test
    void seesRecordsThatLetEverybodySend() {
        assertThat(SpfRecord.parse("v=spf1 +all").allowsEverybody()).isTrue();
        assertThat(SpfRecord.parse("v=spf1 mx ptr -all").allowsEverybody()).isFalse();
        assertThat(SpfRecord.parse("v=spf1 mx ptr -all").usesPtr()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1 ip4:1.2.3.4/33",
                "v=spf1 ip4:1.2.3",
                "v=spf1 ip4:01.2.3.4",
                "v=spf1 ip6:::/129",
                "v=spf1 ip6:1.2.3.4",
                "v=spf1 a/",
                "v=spf1 a//129",
                "v=spf1 a:%{x}.test",
                "v=spf1 a:%{d0}",
                "v=spf1 include",
                "v=spf1 all:x",
                "v=spf1 redirect=a.test redirect=b.test",
                "v=spf1 exp=",
                "v=spf1 -all\tmx",
                "v=spf10 -all",
                "spf1",
            })
    void refusesBrokenRecords(String text) {
        assertThatExceptionOfType(BadSpfRecord.class).isThrownBy(() -> SpfRecord.parse(text));
    }

    private SpfResult check(String address) {
        return evaluator().check(InetAddress.ofLiteral(address), "mx.example.test", "bounce@send.example.test");
    }

    private SpfEvaluator evaluator() {
        return new SpfEvaluator(dns, "mx.pennypost.test", InstantSource.fixed(Instant.ofEpochSecond(1795262400)));
    }
}
