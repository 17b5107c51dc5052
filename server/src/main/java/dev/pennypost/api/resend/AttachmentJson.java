package dev.pennypost.api.resend;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.emails.files.FileTypes;
import dev.pennypost.emails.files.RemoteFile;
import dev.pennypost.mail.message.Attachment;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the attachments of an email, their content in any of the encodings SDKs send (contract §7.5).
final class AttachmentJson {
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]");
    private static final int TOO_LONG_ID = 128;

    private AttachmentJson() {}

    /// The attachments of an email: those that came with the request, and those that are to be fetched.
    record Read(List<Attachment> given, List<RemoteFile> remote) {}

    /// @throws Refusal when one has neither content nor path, or both, or is malformed
    static Read read(List<Fields> attachments) {
        var given = new ArrayList<Attachment>();
        var remote = new ArrayList<RemoteFile>();
        for (int position = 0; position < attachments.size(); position++) {
            Fields fields = attachments.get(position);
            JsonNode content = fields.node("content");
            Optional<String> path = fields.text("path");
            if ((content == null) == path.isEmpty()) throw new Refusal(new HttpProblem.NoAttachmentContent());
            try {
                if (content != null) given.add(given(fields, content));
                else remote.add(remote(fields, path.get(), position));
            } catch (IllegalArgumentException malformed) {
                throw EmailJson.bad("attachments", "Invalid `attachments` field. " + malformed.getMessage() + ".");
            }
        }
        return new Read(given, remote);
    }

    private static Attachment given(Fields fields, JsonNode content) {
        String filename = filename(fields).orElse(null);
        String type = fields.text("content_type").orElseGet(() -> FileTypes.of(filename));
        return new Attachment(filename, type, contentId(fields), decode(content));
    }

    private static RemoteFile remote(Fields fields, String path, int position) {
        URI url = RemoteFile.url(path);
        String filename = filename(fields).orElseGet(() -> RemoteFile.nameIn(url));
        return new RemoteFile(
                position, url, filename, fields.text("content_type").orElse(null), contentId(fields));
    }

    /// Contract §29.3.
    private static @Nullable String contentId(Fields fields) {
        String id = fields.text("content_id")
                .or(() -> fields.text("inline_content_id"))
                .orElse(null);
        if (id != null && id.length() >= TOO_LONG_ID)
            throw new IllegalArgumentException("`content_id` must have less than " + TOO_LONG_ID + " characters");
        return id;
    }

    /// Some SDKs send `false` where there is no name.
    private static Optional<String> filename(Fields fields) {
        JsonNode name = fields.node("filename");
        return name == null || name.isBoolean() ? Optional.empty() : fields.text("filename");
    }

    private static byte[] decode(JsonNode content) {
        if (content.isString()) return base64(content.stringValue());
        if (content.isArray()) return octets(content);
        JsonNode data = content.get("data");
        if (data != null && data.isArray()) return octets(data);
        throw new IllegalArgumentException("`content` must be a Base64 string or an array of bytes");
    }

    private static byte[] base64(String text) {
        try {
            String standard =
                    LINE_BREAKS.matcher(text).replaceAll("").replace('-', '+').replace('_', '/');
            return Base64.getDecoder().decode(standard);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("`content` is not Base64", notBase64);
        }
    }

    private static byte[] octets(JsonNode array) {
        byte[] octets = new byte[array.size()];
        for (int i = 0; i < octets.length; i++) {
            JsonNode value = array.get(i);
            if (!value.isInt() || value.intValue() < -128 || value.intValue() > 255)
                throw new IllegalArgumentException("`content` has a value that is not a byte");
            octets[i] = (byte) value.intValue();
        }
        return octets;
    }
}
