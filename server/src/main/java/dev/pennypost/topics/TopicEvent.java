package dev.pennypost.topics;

import dev.pennypost.storage.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that happened to a team's topics.
public sealed interface TopicEvent extends Event {
    Facts topic();

    @Override
    default UUID teamId() {
        return topic().teamId();
    }

    /// There is a topic more.
    record TopicCreated(Facts topic) implements TopicEvent {}

    /// The team says something else of a topic.
    record TopicUpdated(Facts topic) implements TopicEvent {}

    /// There is a topic less.
    record TopicDeleted(Facts topic) implements TopicEvent {}

    /// Every kind of event, for the outbox.
    static List<Class<? extends Event>> kinds() {
        return List.of(TopicCreated.class, TopicUpdated.class, TopicDeleted.class);
    }

    /// What events tell of a topic.
    ///
    /// @param updatedAt of a topic that was removed: when that was
    record Facts(
            UUID id,
            UUID teamId,
            String name,
            @Nullable String description,
            Subscription defaultSubscription,
            Instant createdAt,
            Instant updatedAt) {}
}
