package dev.pennypost.mail.report;

import dev.pennypost.mail.smtp.EnhancedCode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Finds codes within what servers say.
public final class Codes {
    /// Not part of an IPv4 address or of a version.
    private static final Pattern ENHANCED = Pattern.compile("(?<![\\d.])([245])\\.(\\d{1,3})\\.(\\d{1,3})(?!\\.?\\d)");

    private static final Pattern BASIC = Pattern.compile("(?<![\\w.#\\[-])([45]\\d\\d)(?=[ -]|$)");

    private Codes() {}

    /// The first enhanced status code (RFC 3463).
    public static Optional<EnhancedCode> enhanced(String text) {
        var found = ENHANCED.matcher(text);
        if (!found.find()) return Optional.empty();
        return Optional.of(new EnhancedCode(number(found.group(1)), number(found.group(2)), number(found.group(3))));
    }

    /// The first reply code of a refusal (RFC 5321 §4.2).
    public static OptionalInt basic(String text) {
        var found = BASIC.matcher(text);
        return found.find() ? OptionalInt.of(number(found.group(1))) : OptionalInt.empty();
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
