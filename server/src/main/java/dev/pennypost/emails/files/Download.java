package dev.pennypost.emails.files;

import java.util.Optional;

/// What came of fetching a file.
public sealed interface Download {
    /// The file.
    ///
    /// @param contentType what its server calls it
    record Got(byte[] octets, Optional<String> contentType) implements Download {}

    /// No file.
    ///
    /// @param passing whether asking again later may help
    record Failed(Reason reason, boolean passing) implements Download {}

    /// Why there is no file.
    enum Reason {
        /// Nobody answered, or not with a file.
        UNREACHABLE,
        /// The address leads into a network that customers' addresses must not lead to.
        FORBIDDEN,
        /// It is larger than emails can be.
        TOO_LARGE
    }
}
