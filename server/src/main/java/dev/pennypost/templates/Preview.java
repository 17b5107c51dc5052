package dev.pennypost.templates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an email of a template would look, also where values are missing: their places stand as they are.
///
/// @param from as in a header; null when the template leaves it to the request, like the subject
/// @param replyTo as in a header
/// @param keys of every variable that is declared or has a place, in that order
/// @param problems why such an email would be refused; empty when it would not
public record Preview(
        TemplateId template,
        @Nullable String from,
        @Nullable String subject,
        List<String> replyTo,
        String html,
        @Nullable String text,
        List<String> keys,
        List<TemplateProblem> problems) {
    public Preview {
        replyTo = List.copyOf(replyTo);
        keys = List.copyOf(keys);
        problems = List.copyOf(problems);
    }
}
