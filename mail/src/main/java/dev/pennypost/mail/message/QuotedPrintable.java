package dev.pennypost.mail.message;

/// Quoted-printable text (RFC 2045 §6.7): lines of at most 76 characters.
final class QuotedPrintable {
    private static final int MAX_LINE = 76;
    private static final String HEX = "0123456789ABCDEF";

    private QuotedPrintable() {}

    static void write(MessageBuffer out, byte[] text) {
        int column = 0;
        int i = 0;
        while (i < text.length) {
            int lineBreak = LineBreak.lengthAt(text, i);
            if (lineBreak > 0) {
                out.crlf();
                column = 0;
                i += lineBreak;
                continue;
            }
            int run = column == 0 ? i : runEnd(text, i, i + MAX_LINE - 1 - column);
            if (run > i) {
                out.add(text, i, run);
                column += run - i;
                i = run;
                continue;
            }
            boolean last = i + 1 == text.length || LineBreak.lengthAt(text, i + 1) > 0;
            boolean literal = isLiteral(text[i], last);
            if (column + (literal ? 1 : 3) > (last ? MAX_LINE : MAX_LINE - 1)) {
                out.add('=').crlf();
                column = 0;
            }
            if (literal && !(column == 0 && isFromLine(text, i))) {
                out.add(text[i]);
                column++;
            } else {
                out.add('=').add(HEX.charAt((text[i] >> 4) & 0xf)).add(HEX.charAt(text[i] & 0xf));
                column += 3;
            }
            i++;
        }
    }

    // The end of what can be copied as it is, white space only with something visible behind it.
    private static int runEnd(byte[] text, int from, int limit) {
        int end = Math.min(limit, text.length - 1);
        int i = from;
        while (i < end && (isVisible(text[i]) || (text[i] == ' ' && isVisible(text[i + 1])))) i++;
        return i;
    }

    private static boolean isVisible(byte octet) {
        return octet > ' ' && octet < 0x7f && octet != '=';
    }

    /// Whether a mailbox file would take the line that begins here for the start of a message.
    static boolean isFromLine(byte[] text, int at) {
        return at + 5 <= text.length
                && text[at] == 'F'
                && text[at + 1] == 'r'
                && text[at + 2] == 'o'
                && text[at + 3] == 'm'
                && text[at + 4] == ' ';
    }

    // RFC 2045 §6.7 (3): white space must not end a line.
    private static boolean isLiteral(byte octet, boolean last) {
        if (octet == ' ' || octet == '\t') return !last;
        return isVisible(octet);
    }
}
