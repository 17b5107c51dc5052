package dev.pennypost.tracking.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.secrets.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final Seal SEAL = new Seal(new byte[32], "tracked links");
    private static final Token CLICK =
            new Token(Token.Kind.CLICK, UUID.randomUUID(), UUID.randomUUID(), 49, "https://acme.test/a?b=c&d=%C3%BC#e");

    @Test
    void saysWhatItWasMadeOf() {
        for (Token.Kind kind : Token.Kind.values()) {
            var token = new Token(kind, CLICK.team(), CLICK.email(), 65_535, CLICK.target());
            assertThat(Token.open(token.sealed(SEAL), SEAL)).contains(token);
        }
    }

    @Test
    void isMadeOfCharactersThatNoAttributeNeedsEscaped() {
        assertThat(CLICK.sealed(SEAL)).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void isTheSameEachTime() {
        assertThat(CLICK.sealed(SEAL)).isEqualTo(CLICK.sealed(SEAL));
    }

    @Test
    void isRefusedWithAnyCharacterChanged() {
        String token = CLICK.sealed(SEAL);
        for (int i = 0; i < token.length(); i++) {
            for (char other : new char[] {'A', 'B', 'Q', 'g', 'w', '_', '='}) {
                if (token.charAt(i) == other) continue;
                String tampered = token.substring(0, i) + other + token.substring(i + 1);
                assertThat(Token.open(tampered, SEAL)).as(tampered).isEmpty();
            }
        }
    }

    @Test
    void isRefusedWithAnyBitChanged() {
        byte[] octets = Base64.getUrlDecoder().decode(CLICK.sealed(SEAL));
        for (int bit = 0; bit < octets.length * 8; bit++) {
            byte[] tampered = octets.clone();
            tampered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(Token.open(text(tampered), SEAL)).isEmpty();
        }
    }

    @Test
    void isRefusedWhenItIsCutOrGrows() {
        String token = CLICK.sealed(SEAL);
        for (int length = 0; length < token.length(); length++)
            assertThat(Token.open(token.substring(0, length), SEAL)).isEmpty();
        byte[] octets = Base64.getUrlDecoder().decode(token);
        assertThat(Token.open(text(Arrays.copyOf(octets, octets.length + 1)), SEAL))
                .isEmpty();
        assertThat(Token.open(token + "=", SEAL)).isEmpty();
        assertThat(Token.open(token + " ", SEAL)).isEmpty();
        assertThat(Token.open("A".repeat(100_000), SEAL)).isEmpty();
    }

    @Test
    void isRefusedUnderAnotherKeyAndForAnotherPurpose() {
        String token = CLICK.sealed(SEAL);
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(Token.open(token, new Seal(other, "tracked links"))).isEmpty();
        assertThat(Token.open(token, new Seal(new byte[32], "share links"))).isEmpty();
    }

    @Test
    void isNotMadeByHand() {
        assertThat(Token.open("", SEAL)).isEmpty();
        assertThat(Token.open("https://evil.test", SEAL)).isEmpty();
        assertThat(Token.open(text("\u0001\u0001https://evil.test/".repeat(5).getBytes(StandardCharsets.UTF_8)), SEAL))
                .isEmpty();
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
