package dev.pennypost.templates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an email of a template says. Subject, HTML and text may have places `{{{KEY}}}` and `{{{KEY|fallback}}}`.
///
/// @param from who sends it unless the request says otherwise, as in a header; null when the request must
/// @param replyTo as in a header; empty for none
public record Wording(
        @Nullable String from,
        @Nullable String subject,
        List<String> replyTo,
        String html,
        @Nullable String text) {
    public Wording {
        replyTo = List.copyOf(replyTo);
    }
}
