package dev.pennypost.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// Proves that we made something that went out and came back, such as a token in a link: HMAC-SHA256 (RFC 2104) under
/// a key of its own for each purpose, derived from the master key (HKDF, RFC 5869).
public final class Seal {
    /// Octets of a proof.
    public static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    /// @param purpose what is sealed, such as `share links`; what is sealed for one purpose is not genuine for another
    public Seal(byte[] masterKey, String purpose) {
        var derivation = HKDFParameterSpec.ofExtract()
                .addIKM(masterKey)
                .thenExpand(("pennypost " + purpose).getBytes(StandardCharsets.UTF_8), LENGTH);
        try {
            key = KDF.getInstance("HKDF-SHA256").deriveKey(ALGORITHM, derivation);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HKDF is missing from this JDK", impossible);
        }
    }

    /// The proof for these octets.
    public byte[] of(byte[] octets) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(octets);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(ALGORITHM + " is missing from this JDK", impossible);
        }
    }

    /// Whether the proof is the one for these octets. Takes the same time wherever they differ.
    public boolean isGenuine(byte[] octets, byte[] proof) {
        return MessageDigest.isEqual(of(octets), proof);
    }
}
