package dev.pennypost.secrets;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets with AES-256-GCM under the master key. What is sealed for one context (such as `domain:<id>`) does
/// not open in another, so a row copied to another tenant is useless.
///
/// Layout of a sealed secret: one version octet, 12 octets of nonce, ciphertext with a 16-octet tag.
public final class SecretBox {
    private static final byte VERSION = 1;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec masterKey;
    private final SecureRandom random;

    /// @param masterKey exactly 32 octets
    public SecretBox(byte[] masterKey, SecureRandom random) {
        if (masterKey.length != 32) throw new IllegalArgumentException("the master key must be 32 octets");
        this.masterKey = new SecretKeySpec(masterKey, "AES");
        this.random = random;
    }

    public byte[] seal(byte[] secret, String context) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        byte[] sealed = new byte[1 + NONCE_LENGTH];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_LENGTH);
        byte[] ciphertext = run(Cipher.ENCRYPT_MODE, nonce, secret, context);
        byte[] out = Arrays.copyOf(sealed, sealed.length + ciphertext.length);
        System.arraycopy(ciphertext, 0, out, sealed.length, ciphertext.length);
        return out;
    }

    /// @throws CannotOpen when the master key or the context is another one, or the octets were changed
    public byte[] open(byte[] sealed, String context) {
        if (sealed.length < 1 + NONCE_LENGTH || sealed[0] != VERSION) throw new CannotOpen(context);
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_LENGTH);
        return run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(sealed, 1 + NONCE_LENGTH, sealed.length), context);
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, String context) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, masterKey, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (AEADBadTagException wrongKeyOrContext) {
            throw new CannotOpen(context);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is missing from this JDK", impossible);
        }
    }

    /// A sealed secret that does not open. Usually the master key is not the one it was sealed with.
    public static final class CannotOpen extends RuntimeException {
        CannotOpen(String context) {
            super("cannot decrypt the secret of " + context + ": is this the master key it was stored with?");
        }
    }
}
