package dev.pennypost.mail.smtp;

import java.util.Optional;
import java.util.regex.Pattern;

/// An enhanced status code (RFC 3463): class, subject, detail, such as 5.1.1.
public record EnhancedCode(int category, int subject, int detail) {
    private static final Pattern FORM = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?=\\s|$)");

    /// Reads the code that a reply text begins with, if it begins with one.
    public static Optional<EnhancedCode> leading(String text) {
        var found = FORM.matcher(text);
        if (!found.lookingAt()) return Optional.empty();
        return Optional.of(new EnhancedCode(
                Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3))));
    }

    @Override
    public String toString() {
        return category + "." + subject + "." + detail;
    }
}
