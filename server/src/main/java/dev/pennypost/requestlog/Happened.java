package dev.pennypost.requestlog;

import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request that was answered, with its bodies as they were on the wire.
///
/// @param key the API key it showed
/// @param endpoint the path
/// @param requestBody empty for none, as is `responseBody`
public record Happened(
        TeamId team,
        UUID key,
        Instant at,
        String method,
        String endpoint,
        int status,
        @Nullable String userAgent,
        byte[] requestBody,
        byte[] responseBody) {}
