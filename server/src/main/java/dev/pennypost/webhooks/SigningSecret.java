package dev.pennypost.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key that an endpoint's deliveries are signed with, as Standard Webhooks and Svix do it (contract §22.5).
final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private static final int OCTETS = 24;

    private final byte[] key;

    private SigningSecret(byte[] key) {
        this.key = key;
    }

    static SigningSecret random(SecureRandom random) {
        byte[] key = new byte[OCTETS];
        random.nextBytes(key);
        return new SigningSecret(key);
    }

    static SigningSecret of(byte[] key) {
        return new SigningSecret(key.clone());
    }

    byte[] octets() {
        return key.clone();
    }

    /// As customers copy it.
    String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /// One `v1,…` value; a header may carry several, separated by spaces.
    String sign(String id, Instant at, byte[] payload) {
        byte[] head = (id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        byte[] signed = Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, signed, head.length, payload.length);
        return "v1," + Base64.getEncoder().encodeToString(hmac(signed));
    }

    private byte[] hmac(byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA256 is missing from this JDK", impossible);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "•••";
    }
}
