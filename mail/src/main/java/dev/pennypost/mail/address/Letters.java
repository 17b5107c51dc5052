package dev.pennypost.mail.address;

/// The character classes of RFC 5322 §3.2, with the letters beyond ASCII that RFC 6532 §3.2 adds.
final class Letters {
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private Letters() {}

    static boolean isAtext(int c) {
        if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || isSpecial(c);
        return Character.isDefined(c) && !Character.isWhitespace(c) && !Character.isSpaceChar(c) && !isControl(c);
    }

    /// Whether a character could end or hide a header line: C0 and C1 controls, Unicode's line and paragraph
    /// separators, and halves of surrogate pairs, which have no UTF-8 form.
    static boolean isControl(int c) {
        return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || (c >= 0xd800 && c < 0xe000);
    }

    static boolean hasControl(String text) {
        return text.codePoints().anyMatch(Letters::isControl);
    }

    static boolean isDotAtom(String text) {
        if (text.isEmpty() || text.startsWith(".") || text.endsWith(".") || text.contains("..")) return false;
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c != '.' && !isAtext(c)) return false;
        }
        return true;
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isSpecial(int c) {
        return ATEXT_SPECIALS.indexOf(c) >= 0;
    }
}
