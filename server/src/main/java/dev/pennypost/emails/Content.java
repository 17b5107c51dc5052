package dev.pennypost.emails;

import dev.pennypost.mail.message.Attachment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The content of an email.
public record Content(@Nullable String html, @Nullable String text, List<Attachment> attachments) {
    public Content {
        attachments = List.copyOf(attachments);
    }
}
