package dev.pennypost.templates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of making an email from a template.
public sealed interface RenderResult {
    /// The email's parts with their values in place. A value may have brought line breaks into the subject: whoever
    /// sends it has to refuse them.
    ///
    /// @param from as in a header; null when the template leaves it to the request, like the subject
    /// @param replyTo as in a header
    record Rendered(
            TemplateId template,
            @Nullable String from,
            @Nullable String subject,
            List<String> replyTo,
            String html,
            @Nullable String text)
            implements RenderResult {}

    record Refused(TemplateProblem problem) implements RenderResult {}
}
