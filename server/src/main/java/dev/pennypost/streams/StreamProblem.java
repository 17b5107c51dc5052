package dev.pennypost.streams;

/// Why a wish about a stream is refused.
public sealed interface StreamProblem {
    /// The operator has no Kafka.
    record Off() implements StreamProblem {}

    /// The topic is not one the team may have.
    ///
    /// @param prefix what the team's topics must begin with
    record BadTopic(String topic, String prefix, Why why) implements StreamProblem {}

    /// Another stream of the team writes to the topic.
    record TopicTaken() implements StreamProblem {}

    /// A stream that wants no event.
    record NoEvents() implements StreamProblem {}

    /// The team has no such stream.
    record NoSuchStream(StreamId id) implements StreamProblem {}

    /// What is wrong with a topic.
    enum Why {
        /// It does not begin with the team's prefix, or ends with it.
        PREFIX,
        /// It has characters other than ASCII letters, digits, `.`, `_` and `-`.
        CHARACTERS,
        /// It is longer than 249 characters.
        TOO_LONG
    }
}
