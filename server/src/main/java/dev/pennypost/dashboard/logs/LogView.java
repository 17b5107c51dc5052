package dev.pennypost.dashboard.logs;

import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.keys.KeyId;
import dev.pennypost.requestlog.LoggedRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// A request as pages show it.
///
/// @param key the name of the key that was shown; its id where it was revoked
record LogView(
        UUID id,
        String method,
        String endpoint,
        int status,
        String key,
        UUID keyId,
        String userAgent,
        Instant createdAt) {
    static LogView of(LoggedRequest request, Map<KeyId, String> keys) {
        return new LogView(
                request.id().value(),
                request.method(),
                request.endpoint(),
                request.status(),
                keys.getOrDefault(new KeyId(request.key()), "A key that was revoked"),
                request.key(),
                Objects.requireNonNullElse(request.userAgent(), ""),
                request.createdAt());
    }

    String path() {
        return Area.LOGS.path() + "/" + id;
    }

    Tone tone() {
        if (status < 400) return Tone.GOOD;
        return status < 500 ? Tone.WAIT : Tone.BAD;
    }

    /// The status and what it says (RFC 9110 §15).
    String word() {
        String reason =
                switch (status) {
                    case 200 -> "OK";
                    case 201 -> "Created";
                    case 202 -> "Accepted";
                    case 204 -> "No content";
                    case 304 -> "Not modified";
                    case 400 -> "Bad request";
                    case 401 -> "No key";
                    case 403 -> "Forbidden";
                    case 404 -> "Not found";
                    case 405 -> "Wrong method";
                    case 409 -> "Conflict";
                    case 413 -> "Too large";
                    case 415 -> "Wrong type";
                    case 422 -> "Refused";
                    case 429 -> "Too many";
                    case 500 -> "Our error";
                    case 503 -> "Unavailable";
                    default -> status < 400 ? "Done" : status < 500 ? "Refused" : "Our error";
                };
        return status + " " + reason;
    }
}
