package dev.pennypost.emails;

import dev.pennypost.emails.lint.Warning;
import dev.pennypost.mail.message.Attachment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The content of an email.
///
/// @param warnings what was noticed about it when it was accepted
/// @param tracked how it is tracked; null for not at all
public record Content(
        @Nullable String html,
        @Nullable String text,
        List<Attachment> attachments,
        List<Warning> warnings,
        @Nullable Tracked tracked) {
    public Content {
        attachments = List.copyOf(attachments);
        warnings = List.copyOf(warnings);
    }

    /// Content that nothing was noticed about and that is not tracked.
    public Content(@Nullable String html, @Nullable String text, List<Attachment> attachments) {
        this(html, text, attachments, List.of(), null);
    }

    Content withHtml(String other) {
        return new Content(other, text, attachments, warnings, tracked);
    }
}
