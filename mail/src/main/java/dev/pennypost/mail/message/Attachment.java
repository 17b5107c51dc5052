package dev.pennypost.mail.message;

import org.jspecify.annotations.Nullable;

/// A file that travels with a message. With a content id it is shown inside the HTML, which names it `cid:id`.
///
/// @param filename one line, in any script
/// @param contentType such as `image/png` or `text/csv; charset=utf-8`; what is not a media type is sent as
/// `application/octet-stream`
/// @param contentId without angle brackets, printable ASCII, at most 512 characters
/// @param content not copied: it may be large, and nobody may change it afterwards
@SuppressWarnings("ArrayRecordComponent")
public record Attachment(
        @Nullable String filename,
        String contentType,
        @Nullable String contentId,
        byte[] content) {

    /// @throws IllegalArgumentException when a value has CR, LF or NUL, or the content id is not one
    public Attachment {
        if (filename != null) FieldSyntax.requireOneLine("filename", filename);
        FieldSyntax.requireOneLine("content type", contentType);
        if (contentId != null) contentId = withoutBrackets(contentId);
        if (contentId != null) FieldSyntax.requireContentId(contentId);
    }

    private static String withoutBrackets(String id) {
        return id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    }
}
