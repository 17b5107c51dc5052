package dev.pennypost.api.inboxes;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Ids as this API writes them: a kind and an underscore before the UUID in base 32 (RFC 4648 §7, lower case).
enum PrefixedIds {
    DOMAIN("dom_"),
    INBOX("inb_");

    private static final int RADIX = 32;
    private static final int DIGITS = 26;
    private static final Pattern FORM = Pattern.compile("[0-7][0-9a-v]{25}");

    private final String prefix;

    PrefixedIds(String prefix) {
        this.prefix = prefix;
    }

    String of(UUID id) {
        var number = new BigInteger(1, octets(id)).toString(RADIX);
        return prefix + "0".repeat(DIGITS - number.length()) + number;
    }

    /// The UUID behind a text; nothing when it is not an id of this kind.
    Optional<UUID> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(prefix)) return Optional.empty();
        String digits = lower.substring(prefix.length());
        if (!FORM.matcher(digits).matches()) return Optional.empty();
        var number = new BigInteger(digits, RADIX);
        return Optional.of(new UUID(number.shiftRight(Long.SIZE).longValue(), number.longValue()));
    }

    private static byte[] octets(UUID id) {
        return java.nio.ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
