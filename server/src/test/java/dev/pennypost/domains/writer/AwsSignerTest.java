package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import dev.pennypost.net.Exchange.Header;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AwsSignerTest {
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    private final AwsSigner signer = new AwsSigner(
            "AKIDEXAMPLE",
            new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            new Secret(""),
            "us-east-1",
            "service");

    @Test
    void signsAsInTheSuiteThatAwsPublishes() {
        assertThat(signature("https://example.amazonaws.com/"))
                .endsWith("Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        assertThat(signature("https://example.amazonaws.com/?Param2=value2&Param1=value1"))
                .endsWith("Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
    }

    @Test
    void showsNoSecretWhenPrinted() {
        assertThat(signer.toString()).doesNotContain("wJalr");
    }

    private String signature(String url) {
        return signer.headers("GET", URI.create(url), new byte[0], NOW).stream()
                .filter(header -> header.name().equals("Authorization"))
                .map(Header::value)
                .findFirst()
                .orElseThrow();
    }
}
