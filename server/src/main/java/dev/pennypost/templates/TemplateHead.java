package dev.pennypost.templates;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A template without what it says, as it stands in a list.
///
/// @param currentVersion the one that is edited
/// @param publishedVersion the one that is sent; null before the first publishing
/// @param publishedAt when that became the one that is sent; null before the first publishing
public record TemplateHead(
        TemplateId id,
        String name,
        @Nullable String alias,
        UUID currentVersion,
        @Nullable UUID publishedVersion,
        @Nullable Instant publishedAt,
        Instant createdAt,
        Instant updatedAt) {

    public boolean isPublished() {
        return publishedVersion != null;
    }

    /// Whether there is something that publishing would change.
    public boolean hasUnpublishedVersions() {
        return !currentVersion.equals(publishedVersion);
    }
}
