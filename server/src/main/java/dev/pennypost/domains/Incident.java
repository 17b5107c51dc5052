package dev.pennypost.domains;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What receivers hold against the authentication of a domain's mail, from the first of them that said so until it is
/// mended or nobody has said so for a week.
///
/// @param times how often it was said
/// @param receiver the server that said so last
/// @param reply what it said, shortened
/// @param closedAt null as long as it is open
public record Incident(
        UUID id,
        AuthenticationFault kind,
        Instant openedAt,
        Instant lastSeenAt,
        int times,
        String receiver,
        String reply,
        @Nullable Instant closedAt) {}
