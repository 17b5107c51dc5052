package dev.pennypost.delivery;

/// Why an email will never reach a recipient.
public enum BounceReason {
    /// The server knows no such mailbox, or it is disabled.
    RECIPIENT_INVALID,
    /// The domain does not exist, takes no mail, or its servers may not be spoken to.
    DOMAIN_INVALID,
    MAILBOX_FULL,
    MESSAGE_TOO_LARGE,
    CONTENT_REFUSED,
    /// The server refused for good and the reason says no more.
    REFUSED,
    /// It could not be delivered within the time the operator set.
    EXPIRED
}
