package dev.pennypost.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
    @ParameterizedTest
    @CsvSource({
        "Example.COM, example.com",
        "' example.com ', example.com",
        "straße.de, xn--strae-oqa.de",
        "Bücher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "例え.テスト, xn--r8jz45g.xn--zckzah",
        "例え。テスト, xn--r8jz45g.xn--zckzah",
        "xn--strae-oqa.de, xn--strae-oqa.de",
        "127.0.0.1, 127.0.0.1",
    })
    void writesNamesAsALabels(String typed, String stored) {
        assertThat(DomainName.parse(typed).ascii()).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "example.",
                ".example",
                "a..b",
                "_dmarc.example.com",
                "-a.example",
                "a-.example",
                "a b.example",
                "exa\u0000mple.com",
                "ex*mple.com",
                "a\u200db.example",
                "münchen_.de"
            })
    void refusesWhatIsNotAHostName(String text) {
        assertThatThrownBy(() -> DomainName.parse(text))
                .isInstanceOfSatisfying(
                        BadDomainName.class, bad -> assertThat(bad.text()).isEqualTo(text));
    }

    @Test
    void allows63OctetsInALabelAndNotOneMore() {
        assertThat(DomainName.parse("a".repeat(63) + ".test").labels()).hasSize(2);
        assertThatThrownBy(() -> DomainName.parse("a".repeat(64) + ".test")).isInstanceOf(BadDomainName.class);
        assertThatThrownBy(() -> DomainName.ofDns("a".repeat(64) + ".test")).isInstanceOf(BadDomainName.class);
    }

    @Test
    void allows253CharactersAndNotOneMore() {
        String longest = ("a".repeat(49) + ".").repeat(5) + "abc";
        assertThat(DomainName.parse(longest).ascii()).hasSize(253);
        assertThatThrownBy(() -> DomainName.parse(longest + "d")).isInstanceOf(BadDomainName.class);
    }

    @Test
    void takesUnderscoresAndTheTrailingDotFromDns() {
        assertThat(DomainName.ofDns("_DMARC.Example.com.").ascii()).isEqualTo("_dmarc.example.com");
    }

    @Test
    void showsTheScriptOfItsLabels() {
        assertThat(DomainName.parse("straße.de").unicode()).isEqualTo("straße.de");
        assertThat(DomainName.parse("xn--0.de").unicode()).isEqualTo("xn--0.de");
    }

    @Test
    void knowsWhatLiesAboveAndBelow() {
        var zone = DomainName.parse("example.com");
        assertThat(zone.child("k1._domainkey").ascii()).isEqualTo("k1._domainkey.example.com");
        assertThat(zone.child("a").isAtOrBelow(zone)).isTrue();
        assertThat(DomainName.parse("badexample.com").isAtOrBelow(zone)).isFalse();
        assertThat(zone.parent()).contains(new DomainName("com"));
        assertThat(new DomainName("com").parent()).isEmpty();
    }
}
