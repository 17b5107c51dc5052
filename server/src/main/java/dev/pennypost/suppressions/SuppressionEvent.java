package dev.pennypost.suppressions;

import dev.pennypost.storage.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that happened to a team's suppressions.
public sealed interface SuppressionEvent extends Event {
    Facts suppression();

    @Override
    default UUID teamId() {
        return suppression().teamId();
    }

    /// A recipient is suppressed from now on.
    record SuppressionAdded(Facts suppression) implements SuppressionEvent {}

    /// A recipient gets emails again.
    record SuppressionRemoved(Facts suppression) implements SuppressionEvent {}

    /// Every kind of event, for the outbox.
    static List<Class<? extends Event>> kinds() {
        return List.of(SuppressionAdded.class, SuppressionRemoved.class);
    }

    /// What events tell of a suppression.
    ///
    /// @param sourceId the email that was at fault; null when the team itself said so
    record Facts(
            UUID id,
            UUID teamId,
            String email,
            Origin origin,
            @Nullable UUID sourceId,
            Instant createdAt) {}
}
