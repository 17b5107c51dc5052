package dev.pennypost.topics;

/// What came of making or changing a topic.
public sealed interface SaveResult {
    record Saved(TopicId id) implements SaveResult {}

    record Refused(TopicProblem problem) implements SaveResult {}
}
