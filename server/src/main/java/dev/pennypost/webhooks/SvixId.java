package dev.pennypost.webhooks;

import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;

/// Spells a UUID of version 7 as Svix spells ids: a prefix and 27 base62 digits (a KSUID), which sort like the UUID.
/// The first 32 bits repeat the second the UUID was made in, the other 128 are the UUID.
public enum SvixId {
    MESSAGE("msg_"),
    ATTEMPT("atmpt_");

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 27;
    private static final long EPOCH = 1_400_000_000; // KSUIDs count seconds from here, to last until 2150

    private final String prefix;

    SvixId(String prefix) {
        this.prefix = prefix;
    }

    public String of(UUID id) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        long second = (high >>> 16) / 1000 - EPOCH;
        int[] left = {(int) second, (int) (high >>> 32), (int) high, (int) (low >>> 32), (int) low};
        var digits = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) digits[i] = DIGITS.charAt(divide(left));
        return prefix + new String(digits);
    }

    /// Divides a number of 32-bit digits, the highest first, by the number of our digits, and returns the remainder.
    private static int divide(int[] number) {
        long remainder = 0;
        for (int i = 0; i < number.length; i++) {
            long part = remainder << 32 | Integer.toUnsignedLong(number[i]);
            number[i] = (int) (part / DIGITS.length());
            remainder = part % DIGITS.length();
        }
        return (int) remainder;
    }

    /// The UUID that is spelled so; empty when none is.
    public Optional<UUID> parse(String text) {
        if (text.length() != prefix.length() + LENGTH || !text.startsWith(prefix)) return Optional.empty();
        var number = BigInteger.ZERO;
        for (int i = prefix.length(); i < text.length(); i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) return Optional.empty();
            number = number.multiply(BigInteger.valueOf(DIGITS.length())).add(BigInteger.valueOf(digit));
        }
        var id = new UUID(number.shiftRight(64).longValue(), number.longValue());
        return of(id).equals(text) ? Optional.of(id) : Optional.empty();
    }
}
