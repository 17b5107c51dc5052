package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a \"b\" \\ c", "v=DKIM1; p=x", "caf\u00e9 \u0007"})
    void readsBackEveryTextItWrote(String text) {
        assertThat(RecordText.value("TXT", RecordText.presentation("TXT", text)))
                .isEqualTo(text);
        assertThat(FakeDnsHost.served("a.test", "TXT", RecordText.presentation("TXT", text)))
                .isEqualTo(text);
    }

    @Test
    void dividesAtTwoHundredAndFiftyFiveOctets() {
        String text = "\"".repeat(300);
        assertThat(FakeDnsHost.served("a.test", "TXT", RecordText.presentation("TXT", text)))
                .isEqualTo(text);
        assertThat(RecordText.presentation("TXT", "x".repeat(256))).endsWith("x\" \"x\"");
    }

    @Test
    void readsDecimalEscapes() {
        assertThat(RecordText.value("TXT", "\"a\\059 b\" \"\\\"c\"")).isEqualTo("a; b\"c");
        assertThat(RecordText.value("TXT", "not \"quoted")).isEqualTo("not \"quoted");
    }

    @Test
    void comparesHostsByMeaning() {
        assertThat(RecordText.value("MX", "10  MX.Example.COM.")).isEqualTo("10 mx.example.com");
        assertThat(RecordText.value("MX", "0 .")).isEqualTo("0 .");
        assertThat(RecordText.presentation("CNAME", "a.example")).isEqualTo("a.example.");
        assertThat(RecordText.presentation("MX", "0 .")).isEqualTo("0 .");
    }
}
