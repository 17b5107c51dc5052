package dev.pennypost.mail.report;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads addresses as reports write them: with a type before a semicolon (RFC 3464 §2.1.1), in angle brackets
/// or not.
final class TypedAddress {
    /// RFC 6533 §3: what is not ASCII, as a code point.
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})\\}");

    private TypedAddress() {}

    /// Null when it has no `@`.
    static @Nullable String read(@Nullable String text) {
        if (text == null) return null;
        int semicolon = text.indexOf(';');
        String type = semicolon < 0 ? "" : text.substring(0, semicolon).strip().toLowerCase(Locale.ROOT);
        String address = bare(text.substring(semicolon + 1).strip());
        if (type.equals("utf-8")) address = decoded(address);
        return address.indexOf('@') > 0 ? address : null;
    }

    /// Without angle brackets, and without a comment behind.
    static String bare(String text) {
        int open = text.indexOf('<');
        int close = text.indexOf('>', open + 1);
        if (open >= 0 && close > open) return text.substring(open + 1, close).strip();
        int blank = text.indexOf(' ');
        return blank > 0 && !text.startsWith("\"") ? text.substring(0, blank) : text;
    }

    private static String decoded(String address) {
        return EMBEDDED.matcher(address).replaceAll(found -> {
            int point = Integer.parseInt(found.group(1), 16);
            return Character.isValidCodePoint(point) ? Matcher.quoteReplacement(Character.toString(point)) : "?";
        });
    }
}
