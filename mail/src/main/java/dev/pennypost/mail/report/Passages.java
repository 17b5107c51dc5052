package dev.pennypost.mail.report;

import dev.pennypost.mail.smtp.EnhancedCode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the forms have in common: addresses, and servers that are quoted.
final class Passages {
    /// RFC 3463 §3.2.
    static final EnhancedCode NO_SUCH_MAILBOX = new EnhancedCode(5, 1, 1);

    /// As in `user@example.com`; lengths as RFC 5321 §4.5.3.1 limits them.
    static final String ADDRESS = "[^\\s<>@,;:\"'()]{1,64}@[^\\s<>@,;:\"'()]{1,255}";

    private static final Pattern SOME = Pattern.compile(ADDRESS);
    private static final Pattern HOST = Pattern.compile("\\bhost ([^\\s\\[\\]()]{1,255}) ?[\\[(]");
    private static final Pattern TALKING = Pattern.compile("while talking to ([^\\s:]{1,255}?)\\.?:");

    private Passages() {}

    static Optional<String> address(String line) {
        var found = SOME.matcher(line);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    /// The server of `host mx.example.com[192.0.2.1] said`.
    static @Nullable String host(String said) {
        var found = HOST.matcher(said);
        return found.find() ? found.group(1) : null;
    }

    /// The server of Sendmail's `... while talking to mx.example.com.:`.
    static @Nullable String talkingTo(String line) {
        var found = TALKING.matcher(line);
        return found.find() ? found.group(1) : null;
    }
}
