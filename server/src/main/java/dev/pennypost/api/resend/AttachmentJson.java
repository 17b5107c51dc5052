package dev.pennypost.api.resend;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.mail.message.Attachment;
import java.net.URLConnection;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads one attachment of an email, its content in any of the encodings SDKs send (contract §7.5).
final class AttachmentJson {
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]");
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private AttachmentJson() {}

    static Attachment read(Fields fields) {
        JsonNode content = fields.node("content");
        if (content == null && fields.node("path") != null)
            throw EmailJson.bad(
                    "attachments",
                    "Invalid `attachments` field. `path` is not supported by this version of Pennypost yet, send"
                            + " `content`.");
        if (content == null) throw new Refusal(new HttpProblem.NoAttachmentContent());
        String filename = filename(fields).orElse(null);
        String type = fields.text("content_type").orElseGet(() -> typeOf(filename));
        String contentId = fields.text("content_id")
                .or(() -> fields.text("inline_content_id"))
                .orElse(null);
        try {
            return new Attachment(filename, type, contentId, decode(content));
        } catch (IllegalArgumentException malformed) {
            throw EmailJson.bad("attachments", "Invalid `attachments` field. " + malformed.getMessage() + ".");
        }
    }

    /// Some SDKs send `false` where there is no name.
    private static Optional<String> filename(Fields fields) {
        JsonNode name = fields.node("filename");
        return name == null || name.isBoolean() ? Optional.empty() : fields.text("filename");
    }

    private static String typeOf(@Nullable String filename) {
        String guessed = filename == null ? null : URLConnection.guessContentTypeFromName(filename);
        return guessed == null ? UNKNOWN_TYPE : guessed;
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
