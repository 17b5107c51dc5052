package dev.pennypost.streams;

/// What became of a wish about a stream.
///
/// @param <T> what there is when it was granted
public sealed interface StreamResult<T> {
    /// It was granted.
    record Done<T>(T value) implements StreamResult<T> {}

    /// It was not.
    record Refused<T>(StreamProblem problem) implements StreamResult<T> {}
}
