package dev.pennypost.streams;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A team's wish to have its events in a topic of the operator's Kafka.
///
/// @param trouble null when its events arrive
public record EventStream(
        StreamId id, StreamDetails details, @Nullable Trouble trouble, Instant createdAt) {}
