package dev.pennypost.config;

/// A text that must not be shown: it prints as `•••`.
public record Secret(String reveal) {
    /// Whether there is none.
    public boolean isEmpty() {
        return reveal.isEmpty();
    }

    @Override
    public String toString() {
        return reveal.isEmpty() ? "" : "•••";
    }
}
