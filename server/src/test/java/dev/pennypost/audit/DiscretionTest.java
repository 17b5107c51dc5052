package dev.pennypost.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pennypost.config.Secret;
import dev.pennypost.json.Json;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscretionTest {
    @Test
    void factsTakeWhatIsMadeToBeSeen() {
        var facts = Facts.of("text", "a")
                .and("number", 7)
                .and("flag", true)
                .and("word", Thread.State.TIMED_WAITING)
                .and("time", Instant.EPOCH)
                .and("address", URI.create("https://acme.test"))
                .and("list", Arrays.asList("b", null))
                .and("more", List.of(Facts.of("key", "NAME")))
                .and("none", null);
        assertThat(Json.write(facts.tree()))
                .isEqualTo("{\"text\":\"a\",\"number\":7,\"flag\":true,\"word\":\"timed_waiting\","
                        + "\"time\":\"1970-01-01T00:00:00Z\",\"address\":\"https://acme.test\","
                        + "\"list\":[\"b\",null],\"more\":[{\"key\":\"NAME\"}],\"none\":null}");
    }

    @Test
    void factsTakeNothingThatMayHoldASecret() {
        for (Object value : List.of(new Secret("hush"), new byte[] {1}, Map.of("a", "b"), new char[] {'a'}))
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Facts.of("key", value))
                    .withMessageNotContaining("hush");
        assertThatIllegalArgumentException().isThrownBy(() -> Facts.of("keys", List.of(new Secret("hush"))));
    }

    @Test
    void theOrderOfASetIsNoChange() {
        Set<String> some = new HashSet<>(List.of("a", "b", "c"));
        assertThat(Facts.of("set", some).tree()).isEqualTo(Facts.of("set", Set.of("c", "b", "a")).tree());
    }

    @ParameterizedTest
    @CsvSource({
        "re_aaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbb, re_[redacted]",
        "see re_aaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbb!, see re_[redacted]!",
        "whsec_c2VjcmV0, whsec_[redacted]",
        "https://ada:hush@acme.test/in, https://acme.test/in",
        "https://acme.test/in?key=hush&a=b, https://acme.test/in?[redacted]",
        "https://acme.test/in#hush, https://acme.test/in",
        "more of https://acme.test/in?a, more of https://acme.test/in?a",
    })
    void hidesWhatLooksLikeASecret(String said, String written) {
        assertThat(Discretion.text(said)).isEqualTo(written);
    }

    @Test
    void hidesPrivateKeysAlsoWhereTheyAreCut() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\nhushhush\n-----END RSA PRIVATE KEY-----";
        assertThat(Discretion.text("a " + key + " b")).isEqualTo("a [redacted] b");
        assertThat(Discretion.text("a -----BEGIN PRIVATE KEY-----\nhushhush")).isEqualTo("a [redacted]");
        assertThat(Discretion.text("x".repeat(290) + key + "y".repeat(2_000))).doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "api_key", "signing_secret", "privateKey", "token", "credentials"})
    void hidesWhatIsCalledASecret(String name) {
        var copy = Discretion.copy(Facts.of("a", Facts.of(name, "hush")).tree());
        assertThat(Json.write(Objects.requireNonNull(copy)))
                .isEqualTo("{\"a\":{\"" + name + "\":\"[redacted]\"}}");
    }

    @Test
    void shortensLongTextsAndStillTellsThemApart() {
        String one = Discretion.text("a".repeat(5_000));
        String other = Discretion.text("a".repeat(4_999) + "b");
        assertThat(one).hasSizeLessThan(400).contains("[5000 characters, SHA-256 ").isNotEqualTo(other);
        assertThat(Discretion.text("a".repeat(1_000))).isEqualTo("a".repeat(1_000));
    }
}
