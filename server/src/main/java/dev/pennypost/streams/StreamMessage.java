package dev.pennypost.streams;

import dev.pennypost.webhooks.SvixId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event on its way into one stream, or past it.
///
/// @param key of the record: the id of the email, or of what else the event is about
/// @param failure of the last attempt; null when it did not fail
/// @param at when the event happened
/// @param place null until it was sent
public record StreamMessage(
        UUID id,
        String key,
        String type,
        State state,
        int attempts,
        @Nullable Failure failure,
        @Nullable String failureDetail,
        Instant at,
        @Nullable Place place) {
    /// Where a message is in its life.
    public enum State {
        /// Still to be sent.
        PENDING,
        /// Acknowledged by every replica in sync.
        SENT,
        /// Given up.
        FAILED
    }

    /// Where the record lies, as the broker said.
    public record Place(int partition, long offset, Instant sentAt) {}

    /// The id of the record, the same each time it is sent.
    public String recordId() {
        return SvixId.MESSAGE.of(id);
    }
}
