package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.topics.TopicEvent;
import dev.pennypost.topics.TopicEvent.TopicCreated;
import dev.pennypost.topics.TopicEvent.TopicDeleted;
import dev.pennypost.topics.TopicEvent.TopicUpdated;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Topics as webhooks tell them (contract §22.2 and §22.3).
final class ResendTopicEvents {
    private ResendTopicEvents() {}

    /// The webhook's `type`.
    static String type(TopicEvent event) {
        return switch (event) {
            case TopicCreated _ -> "topic.created";
            case TopicUpdated _ -> "topic.updated";
            case TopicDeleted _ -> "topic.deleted";
        };
    }

    /// The webhook's `data`.
    static Data data(TopicEvent event) {
        var topic = event.topic();
        return new Data(
                topic.id(),
                topic.name(),
                topic.description(),
                ResendStatuses.of(topic.defaultSubscription()),
                event instanceof TopicDeleted,
                Timestamps.iso(topic.createdAt()),
                Timestamps.iso(topic.updatedAt()));
    }

    @JsonPropertyOrder({"id", "name", "description", "default_subscription", "deleted", "created_at", "updated_at"})
    record Data(
            UUID id,
            String name,
            @Nullable String description,
            String defaultSubscription,
            boolean deleted,
            String createdAt,
            String updatedAt) {}
}
