package dev.pennypost.mail.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pennypost.mail.dns.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @Test
    void keepsTheCaseOfTheLocalPartAndFoldsThatOfTheDomain() {
        assertThat(Address.parse("Ada.Lovelace+x@Example.ORG")).hasToString("Ada.Lovelace+x@example.org");
    }

    @Test
    void keepsTheContentOfAQuotedLocalPartAndQuotesItAgainWhenWritten() {
        var address = Address.parse("\"a \\\"b\\\\ @c\"@example.org");
        assertThat(address.localPart()).isEqualTo("a \"b\\ @c");
        assertThat(address).hasToString("\"a \\\"b\\\\ @c\"@example.org");
        assertThat(Address.parse(address.toString())).isEqualTo(address);
    }

    @Test
    void dropsQuotesThatAreNotNeeded() {
        assertThat(Address.parse("\"ada\"@example.org")).isEqualTo(Address.parse("ada@example.org"));
    }

    @Test
    void writesAnInternationalDomainInAsciiForMachinesAndInItsScriptForPeople() {
        var address = Address.parse("info@Bücher.example");
        assertThat(address).hasToString("info@xn--bcher-kva.example");
        assertThat(address.unicode()).isEqualTo("info@bücher.example");
        assertThat(address.needsSmtpUtf8()).isFalse();
    }

    @Test
    void needsSmtpUtf8OnlyForTheLocalPart() {
        assertThat(Address.parse("grå@example.org").needsSmtpUtf8()).isTrue();
        assertThat(Address.parse("用户@例子.example")).hasToString("用户@xn--fsqu00a.example");
    }

    @Test
    void countsTheLocalPartInOctets() {
        assertThat(Address.parse("a".repeat(64) + "@example.org").localPart()).hasSize(64);
        refuses("a".repeat(65) + "@example.org", "64 octets");
        refuses("ü".repeat(33) + "@example.org", "64 octets");
    }

    @Test
    void refusesAnAddressLongerThanAnyPathMayBe() {
        String domain = "a".repeat(60) + "." + "b".repeat(59) + "." + "c".repeat(60) + ".example";
        assertThat(Address.parse("x".repeat(64) + "@" + domain).toString()).hasSize(254);
        refuses("x".repeat(64) + "@d." + domain, "254 octets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a",
                "a@",
                "@b.example",
                "a b@c.example",
                ".a@b.example",
                "a.@b.example",
                "a..b@c.example",
                "a@b@c.example",
                "a@b .example",
                " a@b.example",
                "a@b.example ",
                "a@ b.example",
                "a@b..example",
                "a@-b.example",
                "a@[192.0.2.1]",
                "\"a@b.example",
                "\"\"@b.example",
                "\"a\"b@c.example",
                "<a@b.example>",
                "a@b.example,c@d.example",
                "a\u00a0b@c.example",
            })
    void refusesWhatIsNotAnAddrSpec(String text) {
        assertThatExceptionOfType(BadAddress.class).isThrownBy(() -> Address.parse(text));
    }

    @ParameterizedTest
    @ValueSource(chars = {'\r', '\n', '\0', '\t', '\u001b', '\u007f', '\u0085', '\u2028', '\ud800'})
    void refusesControlCharactersEverywhere(char control) {
        refuses(control + "a@b.example", "control character");
        refuses("a" + control + "@b.example", "control character");
        refuses("\"a" + control + "\"@b.example", "control character");
        refuses("\"a\\" + control + "\"@b.example", "control character");
        refuses("a@b" + control + ".example", "control character");
        refuses("a@b.example" + control, "control character");
    }

    @Test
    void cannotBeBuiltFromABadLocalPart() {
        var domain = DomainName.parse("example.org");
        assertThatExceptionOfType(BadAddress.class).isThrownBy(() -> new Address("", domain));
        assertThatExceptionOfType(BadAddress.class).isThrownBy(() -> new Address("a\r\nb", domain));
    }

    @Test
    void keepsLineBreaksOutOfTheErrorItself() {
        assertThatExceptionOfType(BadAddress.class)
                .isThrownBy(() -> Address.parse("a\r\nBcc: x@y.example"))
                .satisfies(bad -> assertThat(bad.getMessage()).doesNotContain("\r", "\n"));
    }

    private static void refuses(String text, String why) {
        assertThatExceptionOfType(BadAddress.class)
                .isThrownBy(() -> Address.parse(text))
                .satisfies(bad -> assertThat(bad.why()).contains(why));
    }
}
