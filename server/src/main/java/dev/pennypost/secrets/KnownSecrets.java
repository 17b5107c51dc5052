package dev.pennypost.secrets;

import java.util.regex.Pattern;

/// What secrets look like, and what those are called that look like nothing; for whoever writes down what went by.
public final class KnownSecrets {
    /// What stands in the place of one.
    public static final String HIDDEN = "[redacted]";

    private static final Pattern NAME = Pattern.compile(
            "token|secret|passw|^pass$|^pwd$|(private|api|access)[_-]?key|credential|authorization",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TEXT = Pattern.compile("(re_)[A-Za-z0-9]{8}_[A-Za-z0-9]{24}|(whsec_)[A-Za-z0-9+/=_-]+"
            + "|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)");

    private KnownSecrets() {}

    /// Whether what is called so is secret whatever it looks like.
    public static boolean isNameOfOne(String name) {
        return NAME.matcher(name).find();
    }

    /// The text without API keys, signing secrets and private keys.
    public static String hidden(String text) {
        if (!text.contains("re_") && !text.contains("whsec_") && !text.contains("PRIVATE KEY")) return text;
        return TEXT.matcher(text).replaceAll(found -> prefix(found) + HIDDEN);
    }

    private static String prefix(java.util.regex.MatchResult found) {
        if (found.group(1) != null) return found.group(1);
        return found.group(2) != null ? found.group(2) : "";
    }
}
