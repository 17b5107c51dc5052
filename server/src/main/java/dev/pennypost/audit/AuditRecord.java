package dev.pennypost.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One change that was made.
///
/// @param team whose change it is; null when it is the installation's
/// @param action as `domain.updated`
/// @param before only what changed; null where there was nothing, or nothing is to be told, as of `after`
public record AuditRecord(
        UUID id,
        @Nullable UUID team,
        Instant at,
        Author author,
        String action,
        String subjectType,
        String subjectId,
        @Nullable String subjectName,
        @Nullable JsonNode before,
        @Nullable JsonNode after) {

    /// Who it was, as it was written down.
    ///
    /// @param type as [Actor.Kind] spells it
    public record Author(
            String type,
            @Nullable UUID id,
            @Nullable String name,
            Origin origin) {}
}
