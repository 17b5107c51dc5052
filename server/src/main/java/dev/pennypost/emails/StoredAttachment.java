package dev.pennypost.emails;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A file of an email that was accepted, without its content.
///
/// @param contentId the name by which the HTML shows it; null for one that is only attached
/// @param octets its size
public record StoredAttachment(
        UUID id,
        @Nullable String filename,
        String contentType,
        @Nullable String contentId,
        long octets) {}
