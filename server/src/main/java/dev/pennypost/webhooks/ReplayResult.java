package dev.pennypost.webhooks;

/// What became of a wish to send messages again.
public sealed interface ReplayResult {
    /// They are queued again, or are about to be.
    ///
    /// @param messages how many
    record Replayed(long messages) implements ReplayResult {}

    /// They are not.
    sealed interface Refused extends ReplayResult {}

    /// The endpoint is disabled, and is sent nothing.
    record IsDisabled() implements Refused {}

    /// The range begins before the messages that are still kept.
    ///
    /// @param days that messages are kept for
    record TooEarly(int days) implements Refused {}

    /// The team has no such webhook.
    record NoSuchWebhook() implements Refused {}

    /// The webhook has no such message, or not any more.
    record NoSuchMessage() implements Refused {}
}
