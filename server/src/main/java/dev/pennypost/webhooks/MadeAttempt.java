package dev.pennypost.webhooks;

import java.time.Instant;
import java.util.UUID;

/// One try at delivering a message, as the team is shown it.
///
/// @param status of the answer, 0 when there was none
/// @param response the beginning of the body, or why there was no answer; never longer than 1024 characters
/// @param tookMillis from the name lookup to the end of the answer
public record MadeAttempt(UUID id, int status, String response, Instant sentAt, int tookMillis) {}
