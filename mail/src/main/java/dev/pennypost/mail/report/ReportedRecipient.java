package dev.pennypost.mail.report;

import dev.pennypost.mail.smtp.EnhancedCode;
import org.jspecify.annotations.Nullable;

/// What a report says about one recipient (RFC 3464 §2.3). Everything in it is somebody's claim.
///
/// @param address as the reporting server knows it; perhaps where mail for the one we sent to is forwarded.
/// Null when it is not told
/// @param original as it was sent to; null when that is not told
/// @param status null when there is none
/// @param diagnostic what a server said, on one line without control characters, such as `smtp; 550 5.1.1 user
/// unknown`; at most 1000 characters. Null when nothing is told
/// @param remoteMta the server that said so; null when it is not told
public record ReportedRecipient(
        @Nullable String address,
        @Nullable String original,
        Action action,
        @Nullable EnhancedCode status,
        @Nullable String diagnostic,
        @Nullable String remoteMta) {
    /// Somebody it failed for, nobody says why.
    public static final ReportedRecipient UNNAMED = new ReportedRecipient(null, null, Action.FAILED, null, null, null);

    private static final int LONGEST = 1000;

    public ReportedRecipient {
        address = clean(address);
        original = clean(original);
        diagnostic = clean(diagnostic);
        remoteMta = clean(remoteMta);
    }

    /// One that a notice in words says it failed for, with the code that the words have.
    static ReportedRecipient failed(
            String address, @Nullable String original, @Nullable String said, @Nullable String remoteMta) {
        EnhancedCode status = said == null ? null : Codes.enhanced(said).orElse(null);
        return new ReportedRecipient(address, original, Action.FAILED, status, said, remoteMta);
    }

    /// The same with the code that the words mean where they have none.
    ReportedRecipient meaning(EnhancedCode code) {
        return status == null ? new ReportedRecipient(address, original, action, code, diagnostic, remoteMta) : this;
    }

    private static @Nullable String clean(@Nullable String text) {
        if (text == null) return null;
        String line = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        var out = new StringBuilder(line.length());
        line.codePoints().map(ReportedRecipient::printable).forEach(out::appendCodePoint);
        String stripped = out.toString().strip();
        return stripped.isEmpty() ? null : stripped;
    }

    // A surrogate on its own is no text that could be stored.
    private static int printable(int c) {
        if (Character.isISOControl(c)) return ' ';
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c;
    }
}
