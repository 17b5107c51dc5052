package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.webhooks.MadeAttempt;
import java.time.Instant;

/// One try at delivering an event.
///
/// @param response what the endpoint said, or why it said nothing
record AttemptView(int status, String response, Instant sentAt, int tookMillis) {
    static AttemptView of(MadeAttempt attempt) {
        return new AttemptView(attempt.status(), attempt.response(), attempt.sentAt(), attempt.tookMillis());
    }

    Tone tone() {
        return status >= 200 && status < 300 ? Tone.GOOD : Tone.BAD;
    }

    String word() {
        return status == 0 ? "No answer" : "Answered " + status;
    }
}
