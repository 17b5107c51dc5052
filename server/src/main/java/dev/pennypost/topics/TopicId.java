package dev.pennypost.topics;

import java.util.UUID;

/// Identifies a topic.
public record TopicId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
