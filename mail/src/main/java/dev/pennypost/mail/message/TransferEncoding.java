package dev.pennypost.mail.message;

import java.util.Base64;

/// How content becomes 7-bit lines (RFC 2045 §6).
enum TransferEncoding {
    SEVEN_BIT("7bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    private static final int MAX_LINE = 998;

    private final String token;

    TransferEncoding(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }

    /// The most readable encoding that carries this UTF-8 text safely and at a fair size.
    static TransferEncoding ofText(byte[] utf8) {
        int beyondAscii = 0;
        boolean safe = true;
        int lineStart = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte octet = utf8[i];
            if (octet < 0) beyondAscii++;
            else if (octet == '\n') {
                safe &= isSafeLine(utf8, lineStart, i);
                lineStart = i + 1;
            } else if (octet < ' ' && octet != '\t') safe &= LineBreak.isCr(utf8, i);
            else if (octet == 0x7f) safe = false;
        }
        // A letter takes three characters in quoted-printable: from a third of them on, base64 is a fourth shorter.
        if (beyondAscii > utf8.length / 3) return BASE64;
        return safe && beyondAscii == 0 && isSafeLine(utf8, lineStart, utf8.length) ? SEVEN_BIT : QUOTED_PRINTABLE;
    }

    /// Whether these octets are a message that may travel as they are, the only way an attached message may
    /// (RFC 2046 §5.2.1).
    static boolean isSevenBit(byte[] octets) {
        int lineStart = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] <= 0) return false;
            if (octets[i] == '\r' && !LineBreak.isCr(octets, i)) return false;
            if (octets[i] == '\n') {
                if (i == 0 || octets[i - 1] != '\r' || i - 1 - lineStart > MAX_LINE) return false;
                lineStart = i + 1;
            }
        }
        return octets.length - lineStart <= MAX_LINE;
    }

    void writeText(MessageBuffer out, byte[] utf8) {
        switch (this) {
            case SEVEN_BIT -> LineBreak.writeCanonical(out, utf8);
            case QUOTED_PRINTABLE -> QuotedPrintable.write(out, utf8);
            case BASE64 -> writeBase64(out, LineBreak.canonical(utf8));
        }
    }

    static void writeBase64(MessageBuffer out, byte[] octets) {
        byte[] lines = Base64.getMimeEncoder().encode(octets); // 76 columns and CRLF, as RFC 2045 §6.8 has it
        out.add(lines, 0, lines.length);
    }

    // Relays strip trailing white space and mailboxes quote a leading `From `: both would break a DKIM signature.
    private static boolean isSafeLine(byte[] utf8, int from, int to) {
        int end = to > from && to < utf8.length && utf8[to - 1] == '\r' ? to - 1 : to;
        if (end - from > MAX_LINE || QuotedPrintable.isFromLine(utf8, from)) return false;
        return end == from || (utf8[end - 1] != ' ' && utf8[end - 1] != '\t');
    }
}
