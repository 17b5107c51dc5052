package dev.pennypost.requestlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.json.Json;
import dev.pennypost.requestlog.Redaction.Extent;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String TOKEN = "re_AAAAAAAA_BBBBBBBBBBBBBBBBBBBBBBBB";

    @Test
    void copiesWhatIsHarmless() {
        String email =
                "{\"from\":\"Ä <a@acme.test>\",\"to\":[\"b@dest.test\"],\"n\":1.5,\"t\":true,\"x\":null,\"o\":{}}";
        assertThat(of(email)).isEqualTo(email);
        assertThat(of("[{\"a\":1},[]]")).isEqualTo("[{\"a\":1},[]]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token",
                "Token",
                "password",
                "passwd",
                "pass",
                "secret",
                "signing_secret",
                "secretAccessKey",
                "private_key",
                "privateKey",
                "api_key",
                "x-api-key",
                "access_key_id",
                "session_token",
                "credentials",
                "Authorization"
            })
    void redactsWhatIsNamedLikeASecret(String name) {
        for (String value : new String[] {"\"hush\"", "{\"a\":\"hush\"}", "[\"hush\",{\"b\":\"hush\"}]"})
            assertThat(of("{\"" + name + "\":" + value + ",\"after\":1}"))
                    .isEqualTo("{\"" + name + "\":\"[redacted]\",\"after\":1}");
        assertThat(of("{\"" + name + "\":null}")).isEqualTo("{\"" + name + "\":null}");
    }

    @ParameterizedTest
    @CsvSource({"object", "subject", "key", "keys", "compass", "from"})
    void leavesOtherNamesAlone(String name) {
        assertThat(of("{\"" + name + "\":\"a\"}")).isEqualTo("{\"" + name + "\":\"a\"}");
    }

    @Test
    void findsTokensAndSigningSecretsWhereverTheyStand() {
        assertThat(of("{\"html\":\"x " + TOKEN + " y " + TOKEN + "\"}"))
                .isEqualTo("{\"html\":\"x re_[redacted] y re_[redacted]\"}");
        assertThat(of("[\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"]")).isEqualTo("[\"whsec_[redacted]\"]");
        assertThat(of("{\"" + TOKEN + "\":1}")).isEqualTo("{\"re_[redacted]\":1}");
        assertThat(Redaction.ofText("curl " + TOKEN + "\n")).isEqualTo("curl re_[redacted] ");
        assertThat(of("{\"a\":\"more_than\"}")).isEqualTo("{\"a\":\"more_than\"}");
    }

    @Test
    void leavesOutWhatAttachmentsHold() {
        String content = "QUJD".repeat(100_000);
        assertThat(of("{\"content\":\"kept\",\"attachments\":[{\"filename\":\"a.pdf\",\"content\":\"" + content
                        + "\"},{\"content\":[1,2,3]},{\"content\":{\"type\":\"Buffer\",\"data\":[1]}}],\"after\":1}"))
                .isEqualTo("{\"content\":\"kept\",\"attachments\":[{\"filename\":\"a.pdf\",\"content\":\"[cut]\"},"
                        + "{\"content\":\"[cut]\"},{\"content\":\"[cut]\"}],\"after\":1}");
    }

    @Test
    void keepsWhatSignsTheAddressOfAFileToItself() {
        assertThat(of("{\"path\":\"/a?b\",\"attachments\":[{\"path\":\"https://f.test/a?Signature=x\"},{\"path\":1}]}"))
                .isEqualTo("{\"path\":\"/a?b\",\"attachments\":[{\"path\":\"https://f.test/a?[redacted]\"},"
                        + "{\"path\":1}]}");
    }

    @Test
    void cutsLongTexts() {
        String text = "x".repeat(Extent.USUAL.text);
        assertThat(of("[\"" + text + "\"]")).isEqualTo("[\"" + text + "\"]");
        assertThat(of("[\"" + text + "x\"]")).isEqualTo("[\"" + text + "… [cut]\"]");
    }

    @Test
    void cutsNoCharacterInHalf() {
        String text = "x".repeat(Extent.USUAL.text - 1);
        assertThat(of("[\"" + text + "😀😀\"]")).isEqualTo("[\"" + text + "… [cut]\"]");
    }

    @Test
    void leavesNoHalfSecretAtACut() {
        for (int before = 0; before < TOKEN.length(); before++) {
            String text = "x".repeat(Extent.USUAL.text - before) + TOKEN + "y".repeat(1_000);
            assertThat(of("[\"" + text + "\"]")).doesNotContain("re_A");
        }
    }

    @Test
    void cutsLongBodiesAndStaysJson() {
        String many = IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"to\":\"r" + i + "@dest.test\",\"text\":\"" + "x".repeat(100) + "\"}")
                .collect(Collectors.joining(","));
        String cut = java.util.Objects.requireNonNull(of("[" + many + "]"));
        assertThat(cut).hasSizeBetween(Extent.USUAL.body, Extent.USUAL.body * 2).endsWith(",\"[cut]\"]");
        assertThat(Json.MAPPER.readTree(cut).isArray()).isTrue();

        String wide = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"name" + i + "\":{\"a\":[1]}")
                .collect(Collectors.joining(","));
        String narrowed = java.util.Objects.requireNonNull(of("{\"outer\":{" + wide + "},\"after\":1}"));
        assertThat(narrowed).hasSizeLessThan(Extent.USUAL.body * 3);
        assertThat(Json.MAPPER.readTree(narrowed).get("outer").get("…").stringValue())
                .isEqualTo("[cut]");
    }

    @Test
    void readsNothingBehindTheLongestBody() {
        String items = "\"" + "x".repeat(1_000) + "\",";
        assertThat(of("{\"list\":[" + items.repeat(50) + " no JSON at all")).endsWith(",\"[cut]\"],\"…\":\"[cut]\"}");
    }

    @Test
    void keepsTheBeginningsWhereMuchIsToBeWritten() {
        String email = "{\"to\":\"ada@dest.test\",\"text\":\"" + "x".repeat(2_000) + "\"}";
        byte[] batch = ("[" + (email + ",").repeat(99) + email + "]").getBytes(StandardCharsets.UTF_8);
        String cut = java.util.Objects.requireNonNull(Redaction.of(batch, Extent.SHORT));
        assertThat(cut).hasSizeLessThan(2_500).startsWith("[{\"to\":\"ada@dest.test\"");
        assertThat(Json.MAPPER.readTree(cut).isArray()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":", "hello", "{} {}", "<p>", "{\"token\":\"hush\"} x", "\u0000"})
    void keepsNothingThatIsNotJson(String text) {
        assertThat(of(text)).isNull();
    }

    @Test
    void copiesWhatDatabasesDoNotTake() {
        assertThat(of("[\"\\u0000\",\"\\ud800\"]")).contains("\\u0000");
    }

    private static @Nullable String of(String json) {
        return Redaction.of(json.getBytes(StandardCharsets.UTF_8), Extent.USUAL);
    }
}
