package dev.pennypost.delivery;

import dev.pennypost.mail.smtp.Reply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What we conclude from an attempt.
public sealed interface Outcome {
    /// The destination took responsibility.
    record Delivered(Reply reply) implements Outcome {}

    /// Another attempt will be made.
    ///
    /// @param reply what the server said, null when nobody said anything
    record Deferred(
            WaitReason reason,
            Instant due,
            String explanation,
            @Nullable Reply reply) implements Outcome {}

    /// No further attempt will be made.
    ///
    /// @param reply what the server said, null when the verdict is ours
    record Bounced(
            BounceReason reason,
            String explanation,
            @Nullable Reply reply) implements Outcome {
        /// Whether the recipient is at fault and always will be, so that nothing should be sent to it again.
        public boolean blamesRecipient() {
            return Blame.isRecipients(this);
        }
    }
}
