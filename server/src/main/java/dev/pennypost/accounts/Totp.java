package dev.pennypost.accounts;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;

/// Codes of six digits that change every 30 seconds (RFC 6238), as every program that shows codes makes them.
record Totp(byte[] secret) {
    private static final int STEP = 30;

    /// RFC 4226 §4, R6: 160 bits.
    private static final int SECRET_OCTETS = 20;

    static Totp random(SecureRandom random) {
        byte[] secret = new byte[SECRET_OCTETS];
        random.nextBytes(secret);
        return new Totp(secret);
    }

    /// The step of 30 seconds that the code belongs to: this one, the one before or the one after, because clocks differ
    /// (RFC 6238 §5.2).
    OptionalLong step(String code, Instant now) {
        byte[] given = code.replace(" ", "").getBytes(StandardCharsets.UTF_8);
        long current = now.getEpochSecond() / STEP;
        return LongStream.of(current, current - 1, current + 1)
                .filter(step -> MessageDigest.isEqual(code(step).getBytes(StandardCharsets.US_ASCII), given))
                .findFirst();
    }

    String code(long step) {
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(
                            new SecretKeySpec(secret, "HmacSHA1"), Instant.ofEpochSecond(step * STEP), Locale.ROOT);
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// What programs that show codes read from a QR code.
    TotpSetup setup(String account) {
        String label = escaped("Pennypost") + ":" + escaped(account);
        String text = Base32.encode(secret);
        return new TotpSetup(text, "otpauth://totp/" + label + "?secret=" + text + "&issuer=Pennypost");
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "•••";
    }
}
