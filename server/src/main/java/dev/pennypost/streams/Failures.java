package dev.pennypost.streams;

import dev.pennypost.streams.Broker.Outcome.Failed;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// What the Kafka client throws, in our words.
final class Failures {
    private static final int LONGEST = 500;

    private Failures() {}

    static Failed of(Throwable thrown) {
        String message = thrown.getMessage();
        String why = message == null ? thrown.getClass().getSimpleName() : message;
        return new Failed(kind(thrown), why.length() <= LONGEST ? why : why.substring(0, LONGEST));
    }

    /// Whether the producer may be of no use after it: what is neither about the record or the topic nor
    /// passes.
    static boolean needsNewProducer(Throwable thrown) {
        return kind(thrown) == Failure.UNREACHABLE && !(thrown instanceof RetriableException);
    }

    /// The client waits for the metadata of a topic and tells in the cause why it did not get them.
    private static Failure kind(Throwable thrown) {
        return switch (thrown) {
            case RecordTooLargeException _ -> Failure.RECORD_TOO_LARGE;
            case InvalidRecordException _, InvalidTimestampException _ -> Failure.REFUSED;
            case InvalidTopicException _ -> Failure.INVALID_TOPIC;
            case UnknownTopicOrPartitionException _ -> Failure.TOPIC_MISSING;
            case TopicAuthorizationException _ -> Failure.NOT_AUTHORISED;
            default -> thrown.getCause() == null ? Failure.UNREACHABLE : kind(thrown.getCause());
        };
    }
}
