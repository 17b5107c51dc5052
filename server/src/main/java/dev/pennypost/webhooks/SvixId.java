package dev.pennypost.webhooks;

import java.math.BigInteger;
import java.nio.ByteBuffer;
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
        long second = (id.getMostSignificantBits() >>> 16) / 1000 - EPOCH;
        byte[] octets = ByteBuffer.allocate(20)
                .putInt((int) second)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        var digits = new char[LENGTH];
        var left = new BigInteger(1, octets);
        for (int i = LENGTH - 1; i >= 0; i--) {
            BigInteger[] division = left.divideAndRemainder(BigInteger.valueOf(DIGITS.length()));
            digits[i] = DIGITS.charAt(division[1].intValue());
            left = division[0];
        }
        return prefix + new String(digits);
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
