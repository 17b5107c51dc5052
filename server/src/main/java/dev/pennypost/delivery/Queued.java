package dev.pennypost.delivery;

import java.time.Instant;

/// A delivery in memory with the letter to deliver.
///
/// @param leased when it was taken into memory; too long ago, and it may be somebody else's by now
public record Queued(Delivery delivery, Letter letter, Instant leased) {
    /// Whether both are the same message to different recipients, so that one transaction can carry them.
    boolean isAlike(Queued other) {
        return letter == other.letter
                && delivery.reversePath().equals(other.delivery.reversePath())
                && delivery.signedBy().equals(other.delivery.signedBy());
    }
}
