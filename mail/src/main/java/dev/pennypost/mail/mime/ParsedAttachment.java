package dev.pennypost.mail.mime;

import org.jspecify.annotations.Nullable;

/// A part of a message that is not the text or HTML of its body.
///
/// @param filename decoded (RFC 2231, and RFC 2047 as many write it), otherwise as the sender chose it: not a safe path
/// @param contentType `type/subtype` in lower case, without parameters
/// @param contentId without angle brackets
/// @param disposition in lower case, such as `attachment` or `inline` (RFC 2183)
/// @param content with the transfer encoding undone
@SuppressWarnings("ArrayRecordComponent")
public record ParsedAttachment(
        @Nullable String filename,
        String contentType,
        @Nullable String contentId,
        @Nullable String disposition,
        byte[] content) {

    /// The length of the content in octets.
    public int size() {
        return content.length;
    }
}
