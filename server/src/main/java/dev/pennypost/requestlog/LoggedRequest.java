package dev.pennypost.requestlog;

import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request in the log.
///
/// @param key the API key it showed
/// @param endpoint the path, without a query
public record LoggedRequest(
        RequestId id,
        TeamId team,
        UUID key,
        Instant createdAt,
        String method,
        String endpoint,
        int status,
        @Nullable String userAgent) {}
