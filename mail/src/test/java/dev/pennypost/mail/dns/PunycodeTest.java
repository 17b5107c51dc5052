package dev.pennypost.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Some of the samples of RFC 3492 §7.1.
class PunycodeTest {
    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "他们为什么不说中文, xn--ihqwcrb4cv8a8dqg056pqjye",
        "ひとつ屋根の下2, xn--2-u9tlzr9756bt3uc0v",
        "3年b組金八先生, xn--3b-ww4c5e180e575a65lsy2b",
        "パフィーdeルンバ, xn--de-jg4avhby1noc0d",
        "Pročprostěnemluvíčesky, xn--Proprostnemluvesky-uyb24dma41a",
    })
    void encodesAsTheRfcDoes(String label, String expected) {
        assertThat(Punycode.toALabel(label)).isEqualTo(expected);
    }
}
