package dev.pennypost.streams;

import java.util.List;

/// The operator's Kafka, as far as sending goes.
interface Broker extends AutoCloseable {
    /// The longest that [#send] takes, in seconds.
    int LONGEST_SECONDS = 45;

    /// Sends messages, no two of which have one key, and waits for what becomes of each; outcomes are in the
    /// order of the messages. What has not been acknowledged when this returns will not be sent any more.
    List<Outcome> send(String topic, List<Message> messages) throws InterruptedException;

    /// Forgets what is on its way.
    @Override
    void close();

    /// What became of sending a message.
    sealed interface Outcome {
        /// Every replica in sync has it.
        record Acknowledged(int partition, long offset) implements Outcome {}

        /// It is not there, as far as we know.
        record Failed(Failure failure, String why) implements Outcome {}

        /// An earlier message got into trouble that this one would have got into as well.
        record Untried() implements Outcome {}
    }
}
