package dev.pennypost.streams;

import java.time.Instant;

/// What keeps a stream's events from arriving; of a stream that is disabled: why we disabled it.
///
/// @param detail what the Kafka client says
/// @param since when this kind of trouble began
public record Trouble(Failure failure, String detail, Instant since) {}
