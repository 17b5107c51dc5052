package dev.pennypost.topics;

/// Why a topic is refused.
public sealed interface TopicProblem {
    /// The team has no topic of this id.
    record NoSuchTopic(TopicId id) implements TopicProblem {}

    /// A field cannot be as it is; `why` ends a sentence that begins with "It".
    record BadText(String field, String why) implements TopicProblem {}

    /// The default subscription would become another one.
    record DefaultIsFixed() implements TopicProblem {}
}
