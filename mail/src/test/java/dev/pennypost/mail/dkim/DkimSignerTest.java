package dev.pennypost.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PlainZone;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DkimSignerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final DomainName DOMAIN = DomainName.parse("example.test");
    private static final SigningKey RSA = SigningKey.generateRsa(SigningKey.RSA_BITS, new SecureRandom());
    private static final SigningKey ED25519 = SigningKey.generateEd25519(new SecureRandom());
    private static final List<SigningIdentity> BOTH =
            List.of(new SigningIdentity(DOMAIN, "pp1", RSA), new SigningIdentity(DOMAIN, "pp2", ED25519));
    private static final DkimVerifier VERIFIER = new DkimVerifier(new PlainZone()
            .txt("pp1._domainkey.example.test", RSA.publicRecord())
            .txt("pp2._domainkey.example.test", ED25519.publicRecord()));

    private final DkimSigner signer = new DkimSigner();

    @Test
    void signsStrangeMessagesSoThatTheyVerify() {
        var random = new Random(20261121);
        for (int i = 0; i < 100; i++) {
            byte[] message = TestMessages.strange(random);
            assertThat(VERIFIER.verify(signed(message), NOW))
                    .as(() -> new String(message, StandardCharsets.UTF_8))
                    .hasSize(2)
                    .allMatch(DkimResult.Pass.class::isInstance);
        }
    }

    @Test
    void noticesAnyChangeThatIsMoreThanWhiteSpace() {
        var random = new Random(7);
        for (int i = 0; i < 100; i++) {
            byte[] message =
                    TestMessages.bytes("From: a@example.test\r\nSubject: hello\r\n\r\nOne line\r\nand another\r\n");
            byte[] signed = signed(message);
            int at = signed.length - 1 - random.nextInt(message.length);
            if (signed[at] <= ' ') continue;
            signed[at] = (byte) (signed[at] == 'z' ? 'y' : 'z');
            assertThat(VERIFIER.verify(signed, NOW)).noneMatch(DkimResult.Pass.class::isInstance);
        }
    }

    @Test
    void keepsLinesShortAndEndsEachSignatureWithCrlf() {
        String fields = text(signer.sign(TestMessages.bytes("From: a@example.test\r\n\r\n"), BOTH, NOW));
        assertThat(fields).endsWith("\r\n").doesNotContain("\r\n\r\n");
        assertThat(fields.split("\r\n"))
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(78).isNotBlank());
        assertThat(fields.split("\r\n(?! )")).hasSize(2).allMatch(field -> field.startsWith("DKIM-Signature: v=1; a="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: x@evil.test",
                "Subject: other",
                "Reply-To: x@evil.test",
                "List-Unsubscribe: <https://evil.test>"
            })
    void breaksWhenAnybodyAddsASignedField(String added) {
        byte[] signed = signed(TestMessages.bytes("From: a@example.test\r\nSubject: hello\r\n\r\nbody\r\n"));
        assertThat(VERIFIER.verify(TestMessages.concat(TestMessages.bytes(added + "\r\n"), signed), NOW))
                .extracting(DkimResult::word)
                .containsExactly("fail", "fail");
    }

    @Test
    void survivesFieldsThatHostsAddOnTheWay() {
        byte[] signed = signed(TestMessages.bytes("From: a@example.test\r\nSubject: hello\r\n\r\nbody\r\n"));
        byte[] relayed =
                TestMessages.concat(TestMessages.bytes("Received: from a\r\n\tby b\r\nX-Spam: no\r\n"), signed);
        assertThat(VERIFIER.verify(relayed, NOW)).allMatch(DkimResult.Pass.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n\r\n", " \t\r\n \r\n", "no line end", "text\r\n\r\n\r\n"})
    void signsEveryKindOfEnd(String body) {
        byte[] message = TestMessages.bytes("From: a@example.test\r\n\r\n" + body);
        assertThat(VERIFIER.verify(signed(message), NOW)).hasSize(2).allMatch(DkimResult.Pass.class::isInstance);
    }

    @Test
    void signsAMessageThatIsOnlyAHeader() {
        assertThat(VERIFIER.verify(signed(TestMessages.bytes("From: a@example.test\r\n")), NOW))
                .hasSize(2)
                .allMatch(DkimResult.Pass.class::isInstance);
    }

    @Test
    void hashesTheEmptyRelaxedBodyAsRfc6376Says() {
        assertThat(text(signer.sign(TestMessages.bytes("From: a@example.test\r\n\r\n"), BOTH, NOW)))
                .contains("bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    @Test
    void refusesAMessageWithoutFrom() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer.sign(TestMessages.bytes("Subject: hello\r\n\r\n"), BOTH, NOW));
    }

    @Test
    void signsWithTheProviderThatWasChosen() {
        var provider = Security.getProvider("SunRsaSign");
        var key = SigningKey.fromPkcs8(RSA.pkcs8(), provider);
        byte[] message = TestMessages.bytes("From: a@example.test\r\n\r\nbody\r\n");
        byte[] field = signer.sign(message, List.of(new SigningIdentity(DOMAIN, "pp1", key)), NOW);
        assertThat(VERIFIER.verify(TestMessages.concat(field, message), NOW))
                .singleElement()
                .isInstanceOf(DkimResult.Pass.class);
    }

    @Test
    void readsBackTheKeysItMade() {
        assertThat(SigningKey.fromPkcs8(RSA.pkcs8()).publicRecord())
                .isEqualTo(RSA.publicRecord())
                .startsWith("p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A")
                .hasSize(394);
        assertThat(SigningKey.fromPkcs8(ED25519.pkcs8()).publicRecord()).isEqualTo(ED25519.publicRecord());
    }

    @Test
    void refusesKeysThatAreShortOrNoKeys() {
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.generateRsa(512, new SecureRandom()));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.fromPkcs8(new byte[] {1, 2, 3}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "x;", "_x"})
    void refusesSelectorsThatAreNoNames(String selector) {
        assertThatExceptionOfType(BadDomainName.class).isThrownBy(() -> new SigningIdentity(DOMAIN, selector, RSA));
    }

    private byte[] signed(byte[] message) {
        return TestMessages.concat(signer.sign(message, BOTH, NOW), message);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
