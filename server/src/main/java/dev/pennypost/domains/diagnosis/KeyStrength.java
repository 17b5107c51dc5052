package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dkim.DkimKeyRecord;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.OptionalInt;

/// How long published keys are.
final class KeyStrength {
    /// RFC 8301 §3.2: shorter ones must not be believed.
    static final int SHORTEST = 1024;

    /// RFC 8301 §3.2: what signers should use at least.
    static final int ADVISED = 2048;

    private KeyStrength() {}

    /// The bits of an RSA key's modulus; nothing for other types and for what is no key.
    static OptionalInt rsaBits(DkimKeyRecord record) {
        if (!record.keyType().equals("rsa") || record.isRevoked()) return OptionalInt.empty();
        try {
            var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(record.publicKey()));
            return KeyFactory.getInstance("RSA").generatePublic(spec) instanceof RSAPublicKey key
                    ? OptionalInt.of(key.getModulus().bitLength())
                    : OptionalInt.empty();
        } catch (GeneralSecurityException noKey) {
            return OptionalInt.empty();
        }
    }
}
