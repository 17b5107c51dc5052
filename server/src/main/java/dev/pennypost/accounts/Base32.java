package dev.pennypost.accounts;

/// Base32 without padding (RFC 4648 §6).
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    static String encode(byte[] octets) {
        var text = new StringBuilder();
        long bits = 0;
        int count = 0;
        for (byte octet : octets) {
            bits = (bits << 8) | (octet & 0xff);
            for (count += 8; count >= 5; count -= 5) text.append(letter(bits >> (count - 5)));
        }
        if (count > 0) text.append(letter(bits << (5 - count)));
        return text.toString();
    }

    private static char letter(long bits) {
        return ALPHABET.charAt((int) (bits & 31));
    }
}
