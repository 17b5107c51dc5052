package dev.pennypost.mail.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.util.CharsetUtil;
import org.jspecify.annotations.Nullable;

/// Turns octets into text by the charset they are labelled with, or by the likeliest where the label is no help.
public final class Charsets {
    private static final Charset LIKELIEST_LEGACY = Charset.forName("windows-1252");

    private Charsets() {}

    /// @param label null when there is none
    public static String decode(byte[] octets, @Nullable String label) {
        Charset charset = label == null ? null : CharsetUtil.lookup(label.strip());
        // US-ASCII is the default of RFC 2045 §5.2 as well, so it says nothing when octets beyond it are there.
        if (charset == null || charset.equals(StandardCharsets.US_ASCII)) return guess(octets);
        return new String(octets, charset);
    }

    public static boolean isUtf8(byte[] octets) {
        try {
            strictly(octets);
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    private static String strictly(byte[] octets) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(octets))
                .toString();
    }

    private static String guess(byte[] octets) {
        try {
            return strictly(octets);
        } catch (CharacterCodingException notUtf8) {
            return new String(octets, LIKELIEST_LEGACY);
        }
    }
}
