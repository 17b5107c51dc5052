package dev.pennypost.topics;

import dev.pennypost.teams.TeamId;
import java.time.Instant;

/// A kind of email that recipients may want or not want.
public record Topic(TopicId id, TeamId team, TopicDetails details, Instant createdAt, Instant updatedAt) {
    Topic with(TopicDetails changed, Instant now) {
        return new Topic(id, team, changed, createdAt, now);
    }

    TopicEvent.Facts facts() {
        return new TopicEvent.Facts(
                id.value(),
                team.value(),
                details.name(),
                details.description(),
                details.defaultSubscription(),
                createdAt,
                updatedAt);
    }
}
