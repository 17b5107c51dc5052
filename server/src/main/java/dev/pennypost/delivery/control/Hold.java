package dev.pennypost.delivery.control;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A part of the queue that is paused.
///
/// @param reason in the operator's words
/// @param endsAt when it ends by itself; null for never
public record Hold(
        UUID id, Target target, String reason, @Nullable Instant endsAt, Instant createdAt) {}
