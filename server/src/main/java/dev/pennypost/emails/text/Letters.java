package dev.pennypost.emails.text;

/// Which characters are to be seen.
final class Letters {
    private Letters() {}

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /// Neither a control nor a filler without width: soft hyphen, combining grapheme joiner, zero width space, word
    /// joiner, byte order mark.
    static boolean isShown(char c) {
        return !Character.isISOControl(c)
                && switch (c) {
                    case '\u00ad', '\u034f', '\u200b', '\u2060', '\ufeff' -> false;
                    default -> true;
                };
    }

    static String shown(String text) {
        var shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) if (isShown(text.charAt(i))) shown.append(text.charAt(i));
        return shown.toString();
    }

    /// Joiners and marks of direction alone, which preheaders are padded with.
    static boolean isNothing(CharSequence word) {
        return word.chars().allMatch(c -> c >= '\u200c' && c <= '\u200f');
    }
}
