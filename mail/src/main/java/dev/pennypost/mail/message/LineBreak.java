package dev.pennypost.mail.message;

/// The line breaks of a text: CRLF and a bare LF are one, a bare CR is a character like others.
final class LineBreak {
    private LineBreak() {}

    /// How many octets the line break at this place has, 0 when there is none.
    static int lengthAt(byte[] text, int at) {
        if (text[at] == '\n') return 1;
        return isCr(text, at) ? 2 : 0;
    }

    /// Whether the octet at this place is the first of CRLF.
    static boolean isCr(byte[] text, int at) {
        return text[at] == '\r' && at + 1 < text.length && text[at + 1] == '\n';
    }

    static void writeCanonical(MessageBuffer out, byte[] text) {
        int from = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] != '\n') continue;
            out.add(text, from, i > from && text[i - 1] == '\r' ? i - 1 : i).crlf();
            from = i + 1;
        }
        out.add(text, from, text.length);
    }

    static byte[] canonical(byte[] text) {
        var out = new MessageBuffer(text.length + text.length / 16);
        writeCanonical(out, text);
        return out.toBytes();
    }
}
