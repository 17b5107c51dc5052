package dev.pennypost.webhooks;

import java.time.Duration;
import java.time.Instant;

/// One try at delivering one message.
record Attempt(Dispatch dispatch, Instant sentAt, Duration took, Outcome outcome) {
    /// How it went.
    sealed interface Outcome {
        /// The endpoint answered; any 2xx means it took the message (contract §22.6).
        ///
        /// @param response the beginning of the body, fit to be stored and shown
        record Answered(int status, String response) implements Outcome {}

        /// There was no answer.
        record Unanswered(String why) implements Outcome {}
    }

    boolean succeeded() {
        return outcome instanceof Outcome.Answered(int status, var _) && status >= 200 && status < 300;
    }
}
