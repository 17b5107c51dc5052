package dev.pennypost.mail.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.mail.dkim.DkimSigner;
import dev.pennypost.mail.dkim.SigningIdentity;
import dev.pennypost.mail.dkim.SigningKey;
import dev.pennypost.mail.dns.DomainName;
import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Test;

/// Apache jDKIM, which shares no code with our signer, verifies what we compose and sign. It knows RSA only; dkimpy
/// looks at Ed25519.
class SignedMessagesTest {
    private static final SigningKey RSA = SigningKey.generateRsa(SigningKey.RSA_BITS, new SecureRandom());
    private static final List<SigningIdentity> SIGNERS =
            List.of(new SigningIdentity(DomainName.parse("example.test"), "pp1", RSA));

    @Test
    void jdkimAcceptsTheSignatureOfEveryMessage() throws Exception {
        for (long seed : RoundTripTest.seeds(250).toList()) {
            if (isWithoutBody(seed)) continue;
            List<SignatureRecord> accepted = verify(signed(seed));
            assertThat(accepted).as("message %d", seed).hasSize(1);
            assertThat(accepted.getFirst().getDToken()).hasToString("example.test");
        }
    }

    @Test
    void jdkimRefusesAMessageThatWasChanged() {
        byte[] message = signed(1);
        byte[] changed = Arrays.copyOf(message, message.length + 3);
        System.arraycopy("x\r\n".getBytes(US_ASCII), 0, changed, message.length, 3);
        assertThatThrownBy(() -> verify(changed)).isInstanceOf(FailException.class);
    }

    // RFC 6376 §3.4.4: the relaxed form of a body of empty lines is empty. jDKIM takes it for CRLF, as the simple form
    // is.
    private static boolean isWithoutBody(long seed) {
        String message = new String(MessageComposer.compose(new RandomMessages(seed).next()), ISO_8859_1);
        return message.substring(message.indexOf("\r\n\r\n")).isBlank();
    }

    private static byte[] signed(long seed) {
        byte[] message = MessageComposer.compose(new RandomMessages(seed).next());
        byte[] signature = new DkimSigner().sign(message, SIGNERS, Instant.now());
        byte[] signed = Arrays.copyOf(signature, signature.length + message.length);
        System.arraycopy(message, 0, signed, signature.length, message.length);
        return signed;
    }

    private static List<SignatureRecord> verify(byte[] signed) throws Exception {
        var verifier = new DKIMVerifier((_, selector, domain) -> {
            assertThat(selector + "._domainkey." + domain).isEqualTo("pp1._domainkey.example.test");
            return List.of(RSA.publicRecord());
        });
        return verifier.verify(new ByteArrayInputStream(signed));
    }
}
