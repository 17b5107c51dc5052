package dev.pennypost.delivery;

/// A delivery and the attempt that was just made for it.
public record Settlement(Delivery delivery, Attempt attempt) {
    public Outcome outcome() {
        return attempt.outcome();
    }
}
