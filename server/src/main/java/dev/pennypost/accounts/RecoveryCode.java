package dev.pennypost.accounts;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A code to be used once when a person's other proofs are lost: twice five letters and digits, 50 random bits.
final class RecoveryCode {
    static final int COUNT = 10;
    private static final int HALF = 5;
    private static final int OCTETS = 7;

    private RecoveryCode() {}

    static List<String> several(SecureRandom random) {
        return Stream.generate(() -> random(random)).limit(COUNT).toList();
    }

    private static String random(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        String letters = Base32.encode(octets).toLowerCase(Locale.ROOT);
        return letters.substring(0, HALF) + "-" + letters.substring(HALF, 2 * HALF);
    }

    /// The letters and digits alone, however it was typed.
    static String plain(String typed) {
        return typed.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", "");
    }
}
