package dev.pennypost.templates;

import java.util.Set;
import java.util.regex.Pattern;

/// The names of variables (contract §29.6).
final class VariableKey {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_]{1,50}");
    private static final Set<String> RESERVED =
            Set.of("FIRST_NAME", "LAST_NAME", "EMAIL", "UNSUBSCRIBE_URL", "RESEND_UNSUBSCRIBE_URL", "contact", "this");

    private VariableKey() {}

    static boolean isWellFormed(String key) {
        return FORM.matcher(key).matches();
    }

    static boolean isReserved(String key) {
        return RESERVED.contains(key);
    }

    /// Whether a template may have a variable of this name.
    static boolean isFree(String key) {
        return isWellFormed(key) && !isReserved(key);
    }
}
