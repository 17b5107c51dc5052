package dev.pennypost.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void tellsWhatIsWrongWithWhat() {
        Map<Throwable, Failure> expected = Map.of(
                new RecordTooLargeException("x"), Failure.RECORD_TOO_LARGE,
                new InvalidRecordException("x"), Failure.REFUSED,
                new InvalidTopicException("x"), Failure.INVALID_TOPIC,
                new UnknownTopicOrPartitionException("x"), Failure.TOPIC_MISSING,
                new TimeoutException("no metadata", new UnknownTopicOrPartitionException("x")), Failure.TOPIC_MISSING,
                new TopicAuthorizationException("x"), Failure.NOT_AUTHORISED,
                new NotEnoughReplicasException("x"), Failure.UNREACHABLE,
                new TimeoutException("x"), Failure.UNREACHABLE,
                new SaslAuthenticationException("x"), Failure.UNREACHABLE);
        expected.forEach((thrown, failure) ->
                assertThat(Failures.of(thrown).failure()).as(thrown.toString()).isEqualTo(failure));
    }

    @Test
    void asksForANewProducerAfterWhatDoesNotPass() {
        for (var thrown : List.of(new ClusterAuthorizationException("x"), new KafkaException("fatal state")))
            assertThat(Failures.needsNewProducer(thrown)).isTrue();
        for (var thrown : List.of(new TimeoutException("x"), new RecordTooLargeException("x")))
            assertThat(Failures.needsNewProducer(thrown)).isFalse();
    }

    @Test
    void keepsABeginningOfWhatTheClientSays() {
        assertThat(Failures.of(new KafkaException("x".repeat(600))).why()).hasSize(500);
        assertThat(Failures.of(new KafkaException((String) null)).why()).isEqualTo("KafkaException");
    }
}
