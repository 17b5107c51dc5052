package dev.pennypost.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Two parsers of others read from our messages what was asked for.
class ForeignParsersTest {
    @Test
    void angusReadsEveryMessageAsItWasAskedFor() throws Exception {
        for (long seed : RoundTripTest.seeds(500).toList()) {
            OutgoingMessage asked = new RandomMessages(seed).next();
            var read = new AngusReader(MessageComposer.compose(asked)).read();
            assertThat(read).as("message %d", seed).isEqualTo(ReadMessage.asked(asked));
        }
    }

    @Test
    void mime4jReadsEveryMessageAsItWasAskedFor() throws Exception {
        for (long seed : RoundTripTest.seeds(500).toList()) {
            OutgoingMessage asked = new RandomMessages(seed).next();
            var read = new Mime4jReader(MessageComposer.compose(asked)).read();
            assertThat(read)
                    .as("message %d", seed)
                    .isEqualTo(ReadMessage.asked(asked).withoutEmbeddedMessages());
        }
    }
}
