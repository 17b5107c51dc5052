package dev.pennypost.mail.message;

import java.util.List;

/// A node of a message's MIME tree.
sealed interface Part {
    /// @param subtype `plain` or `html`
    @SuppressWarnings("ArrayRecordComponent")
    record Text(String subtype, byte[] utf8, TransferEncoding encoding) implements Part {}

    record File(Attachment attachment, MediaType type, TransferEncoding encoding) implements Part {}

    /// @param subtype `alternative`, `related` or `mixed`
    record Multipart(String subtype, List<Part> parts) implements Part {}
}
