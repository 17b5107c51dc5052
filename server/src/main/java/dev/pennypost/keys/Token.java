package dev.pennypost.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/// The text a caller shows: `re_`, 8 letters or digits, `_`, 24 letters or digits. Carries 190 bits of randomness.
public record Token(String reveal) {
    private static final Pattern FORM = Pattern.compile("re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    static Token random(SecureRandom random) {
        return new Token("re_" + letters(random, 8) + "_" + letters(random, 24));
    }

    static boolean hasForm(String text) {
        return text.length() == 36 && FORM.matcher(text).matches();
    }

    /// What is stored in its place.
    TokenHash hash() {
        try {
            return new TokenHash(
                    MessageDigest.getInstance("SHA-256").digest(reveal.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String letters(SecureRandom random, int count) {
        var letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return letters.toString();
    }

    @Override
    public String toString() {
        return "re_•••";
    }
}
