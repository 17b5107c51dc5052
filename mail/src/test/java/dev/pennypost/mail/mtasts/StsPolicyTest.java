package dev.pennypost.mail.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.mail.dns.DomainName;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StsPolicyTest {
    private static final String EXAMPLE = """
            version: STSv1
            mode: enforce
            mx: mail.example.com
            mx: *.example.net
            mx: backupmx.example.com
            max_age: 604800
            """;

    @Test
    void readsTheExampleOfTheRfc() throws BadStsPolicy {
        var policy = StsPolicy.parse(EXAMPLE);

        assertThat(policy.mode()).isEqualTo(StsPolicy.Mode.ENFORCE);
        assertThat(policy.mx()).hasToString("[mail.example.com, *.example.net, backupmx.example.com]");
        assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void readsCrlfAndNoSpaceAndUnknownFieldsAndTakesTheFirstOfAField() throws BadStsPolicy {
        var policy = StsPolicy.parse(
                "version:STSv1\r\nmode:testing\r\nmode:enforce\r\nfuture: yes\r\nmx:a.test\r\nmax_age:1\r\nmax_age:2");

        assertThat(policy.mode()).isEqualTo(StsPolicy.Mode.TESTING);
        assertThat(policy.maxAge()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void readsWhatItWrites() throws BadStsPolicy {
        var policy = StsPolicy.parse(EXAMPLE);

        assertThat(StsPolicy.parse(String.join("\n", policy.lines()))).isEqualTo(policy);
    }

    @Test
    void keepsNoPolicyForMoreThanAYear() throws BadStsPolicy {
        assertThat(StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 9999999999")
                        .maxAge())
                .isEqualTo(StsPolicy.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "<!doctype html><html>: not a policy",
                "version: STSv2\nmode: enforce\nmx: a.test\nmax_age: 1",
                "mode: enforce\nmx: a.test\nmax_age: 1",
                "version: STSv1\nmx: a.test\nmax_age: 1",
                "version: STSv1\nmode: Enforce\nmx: a.test\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.test",
                "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: -1",
                "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 99999999999",
                "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 1e3",
                "version: STSv1\nmode: enforce\nmx: *.*.test\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: *\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a..test\nmax_age: 1",
                "version: STSv1\nmode: enforce\nno colon\nmx: a.test\nmax_age: 1",
            })
    void refusesWhatIsNoPolicy(String text) {
        assertThatThrownBy(() -> StsPolicy.parse(text)).isInstanceOf(BadStsPolicy.class);
    }

    @Test
    void refusesMoreServersAndMoreOctetsThanAnybodyHas() {
        String head = "version: STSv1\nmode: enforce\nmax_age: 1\n";
        assertThatThrownBy(() -> StsPolicy.parse(head + "mx: a.test\n".repeat(501)))
                .hasMessageContaining("more than 500 servers");
        assertThatThrownBy(() -> StsPolicy.parse(head + "x: y\n".repeat(20_000)))
                .hasMessageContaining("64 KB");
    }

    @Test
    void survivesAnyText() {
        var random = new Random(8461);
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder(EXAMPLE);
            for (int i = 0; i < 5; i++) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) text.setCharAt(at, (char) random.nextInt(0x100));
                else text.delete(at, Math.min(text.length() - 1, at + random.nextInt(10)));
            }
            try {
                assertThat(StsPolicy.parse(text.toString()).maxAge()).isLessThanOrEqualTo(StsPolicy.LONGEST);
            } catch (BadStsPolicy refused) {
                assertThat(refused.why()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com, mail.example.com, true",
        "mail.example.com, MAIL.EXAMPLE.COM, true",
        "mail.example.com, other.example.com, false",
        "*.example.net, mx1.example.net, true",
        "*.example.net, a.mx1.example.net, false",
        "*.example.net, example.net, false",
        "*.example.net, mxexample.net, false",
    })
    void matchesAWildcardWithExactlyOneLabel(String pattern, String host, boolean matches) {
        assertThat(MxPattern.parse(pattern).matches(DomainName.ofDns(host))).isEqualTo(matches);
    }
}
