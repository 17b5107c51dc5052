package dev.pennypost.mail.message;

/// What a value must satisfy to stand in a header field. Whoever talks to people checks before and says it kindly;
/// this is the wall behind them, so the texts do not repeat what was given.
final class FieldSyntax {
    private static final int MAX_ID = 512;

    private FieldSyntax() {}

    static void requireOneLine(String what, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0')
                throw new IllegalArgumentException(what + " has a line break or a NUL");
        }
    }

    // RFC 5322 §3.6.4, without its obsolete forms.
    static void requireMessageId(String id) {
        int at = id.indexOf('@');
        boolean bracketed = id.startsWith("<") && id.endsWith(">") && id.length() <= MAX_ID;
        if (!bracketed || at < 2 || at > id.length() - 3 || id.indexOf('@', at + 1) >= 0)
            throw new IllegalArgumentException("a message id is <left@right>");
        if (!isPrintable(id, 1, id.length() - 1) || id.indexOf(' ') >= 0)
            throw new IllegalArgumentException("a message id is made of printable ASCII");
    }

    // RFC 2045 §7 wants a whole msg-id; everybody writes a bare name, and readers take it.
    static void requireContentId(String id) {
        if (id.isBlank() || id.length() > MAX_ID || !isPrintable(id, 0, id.length()))
            throw new IllegalArgumentException("a content id is printable ASCII without angle brackets");
    }

    private static boolean isPrintable(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '<' || c == '>') return false;
        }
        return true;
    }
}
