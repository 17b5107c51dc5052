package dev.pennypost.api.autosend;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.mail.message.Attachment;
import java.net.URLConnection;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Reads one attachment of an email: a name and Base64.
final class AttachmentJson {
    private static final String FIELD = "attachments";

    private AttachmentJson() {}

    static Attachment read(Fields fields) {
        if (fields.node("fileUrl") != null)
            throw MailJson.bad(FIELD, "with a `fileUrl` are not supported by this version of Pennypost yet");
        String name = fields.text("fileName").or(() -> fields.text("filename")).orElse(null);
        String content = fields.text("content").orElseThrow(() -> new Refusal(new HttpProblem.NoAttachmentContent()));
        try {
            return new Attachment(
                    name, type(fields, name), null, Base64.getMimeDecoder().decode(content));
        } catch (IllegalArgumentException malformed) {
            throw MailJson.bad(FIELD, "cannot be read: " + malformed.getMessage());
        }
    }

    private static String type(Fields fields, @Nullable String name) {
        return fields.text("contentType").orElseGet(() -> {
            String guessed = name == null ? null : URLConnection.guessContentTypeFromName(name);
            return guessed == null ? "application/octet-stream" : guessed;
        });
    }
}
