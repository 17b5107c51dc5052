package dev.pennypost.delivery;

import dev.pennypost.delivery.replies.ReplyReading;
import dev.pennypost.mail.smtp.Reply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What we conclude from an attempt.
public sealed interface Outcome {
    /// What the refusal was understood to mean; null when nobody refused anything.
    @Nullable
    ReplyReading reading();

    /// The destination took responsibility.
    record Delivered(Reply reply) implements Outcome {
        @Override
        public @Nullable ReplyReading reading() {
            return null;
        }
    }

    /// Another attempt will be made.
    ///
    /// @param reply what the server said, null when nobody said anything
    record Deferred(
            WaitReason reason,
            Instant due,
            String explanation,
            @Nullable Reply reply,
            @Nullable ReplyReading reading) implements Outcome {}

    /// No further attempt will be made.
    ///
    /// @param reply what the server said, null when the verdict is ours
    record Bounced(
            BounceReason reason,
            String explanation,
            @Nullable Reply reply,
            @Nullable ReplyReading reading) implements Outcome {
        /// Whether the recipient is at fault and always will be, so that nothing should be sent to it again. In doubt
        /// it is not, because whoever is blamed gets no more mail.
        public boolean blamesRecipient() {
            return reading != null && reading.suppressesAtOnce();
        }
    }
}
