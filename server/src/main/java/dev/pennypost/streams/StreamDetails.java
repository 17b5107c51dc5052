package dev.pennypost.streams;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a team chooses about a stream.
///
/// @param topic in the operator's Kafka
/// @param events the types it wants, as the dialect spells them; null for every type
public record StreamDetails(String topic, @Nullable List<String> events, StreamStatus status) {
    public StreamDetails {
        events = events == null ? null : events.stream().distinct().toList();
    }

    boolean wants(String type) {
        return events == null || events.contains(type);
    }
}
