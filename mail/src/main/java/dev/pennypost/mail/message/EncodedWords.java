package dev.pennypost.mail.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Text as encoded words (RFC 2047): UTF-8, in B or Q, whichever is shorter, none longer than 75 characters, none
/// ending inside a code point.
final class EncodedWords {
    // RFC 2047 §2: a line that has an encoded word is at most 76 characters long.
    private static final int MAX_LINE = 76;
    private static final int FRAME = "=?UTF-8?Q??=".length();
    private static final int ROOM_FOR_ANY_LETTER = 12;
    private static final String HEX = "0123456789ABCDEF";

    private EncodedWords() {}

    /// Writes a space or a fold, then the words with folds between them.
    static void write(MessageBuffer out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean quoted = quotedLength(utf8, 0, utf8.length) <= base64Length(utf8.length);
        int from = 0;
        while (from < utf8.length) {
            boolean fits = from == 0 && MAX_LINE - out.column() - 1 - FRAME >= ROOM_FOR_ANY_LETTER;
            if (!fits) out.crlf();
            out.add(' ');
            int to = wordEnd(utf8, from, MAX_LINE - out.column() - FRAME, quoted);
            out.ascii(quoted ? "=?UTF-8?Q?" : "=?UTF-8?B?");
            if (quoted) writeQuoted(out, utf8, from, to);
            else writeBase64(out, utf8, from, to);
            out.ascii("?=");
            from = to;
        }
    }

    private static int wordEnd(byte[] utf8, int from, int room, boolean quoted) {
        int end = from;
        int used = 0;
        while (end < utf8.length) {
            int next = Math.min(utf8.length, end + codePointLength(utf8[end]));
            used = quoted ? used + quotedLength(utf8, end, next) : base64Length(next - from);
            if (used > room) break;
            end = next;
        }
        return end;
    }

    private static int codePointLength(byte lead) {
        int octet = lead & 0xff;
        return octet < 0x80 ? 1 : octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4;
    }

    private static int base64Length(int octets) {
        return (octets + 2) / 3 * 4;
    }

    private static int quotedLength(byte[] utf8, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) length += utf8[i] == ' ' || isSafe(utf8[i]) ? 1 : 3;
        return length;
    }

    // RFC 2047 §5 (3): the few characters that need no encoding even inside a phrase.
    private static boolean isSafe(byte octet) {
        return octet > ' ' && (Token.isAlphanumeric((char) octet) || "-!*+/".indexOf(octet) >= 0);
    }

    private static void writeQuoted(MessageBuffer out, byte[] utf8, int from, int to) {
        for (int i = from; i < to; i++) {
            byte octet = utf8[i];
            if (octet == ' ') out.add('_');
            else if (isSafe(octet)) out.add(octet);
            else out.add('=').add(HEX.charAt((octet >> 4) & 0xf)).add(HEX.charAt(octet & 0xf));
        }
    }

    private static void writeBase64(MessageBuffer out, byte[] utf8, int from, int to) {
        byte[] encoded = Base64.getEncoder().encode(Arrays.copyOfRange(utf8, from, to));
        out.add(encoded, 0, encoded.length);
    }
}
