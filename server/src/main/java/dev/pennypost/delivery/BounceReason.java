package dev.pennypost.delivery;

import dev.pennypost.delivery.replies.ReplyCategory;

/// Why an email will never reach a recipient. Stored by name, in small letters.
public enum BounceReason {
    /// The server knows no such mailbox, or it is disabled.
    RECIPIENT_INVALID,
    /// The domain does not exist, takes no mail, or its servers may not be spoken to.
    DOMAIN_INVALID,
    MAILBOX_FULL,
    MESSAGE_TOO_LARGE,
    ATTACHMENT_REFUSED,
    CONTENT_REFUSED,
    /// SPF, DKIM or DMARC of the sending domain did not pass.
    AUTHENTICATION_FAILED,
    /// The server takes no mail from our servers, for what it says is for good: reputation, names, rate, TLS.
    SERVER_BLOCKED,
    /// The server refused for good: the sender, the way, or whoever is not allowed to write to the recipient.
    REFUSED,
    /// The server refused for good and nothing says why.
    UNDETERMINED,
    /// It could not be delivered within the time the operator set.
    EXPIRED;

    /// Whether another email to the same recipient may fare better.
    public enum Lasting {
        PERMANENT,
        TRANSIENT,
        UNDETERMINED
    }

    /// The reason of a final refusal.
    public static BounceReason of(ReplyCategory category) {
        return switch (category) {
            case RECIPIENT_INVALID, INACTIVE -> RECIPIENT_INVALID;
            case DOMAIN_INVALID -> DOMAIN_INVALID;
            case MAILBOX_FULL -> MAILBOX_FULL;
            case MESSAGE_TOO_LARGE -> MESSAGE_TOO_LARGE;
            case ATTACHMENT_REFUSED -> ATTACHMENT_REFUSED;
            case SPAM_CONTENT -> CONTENT_REFUSED;
            case AUTHENTICATION -> AUTHENTICATION_FAILED;
            case REVERSE_DNS, REPUTATION, TLS_REQUIRED, RATE, TOO_MANY_RECIPIENTS, GREYLISTED, SERVER_TROUBLE ->
                SERVER_BLOCKED;
            case SENDER_REFUSED, RECIPIENT_POLICY, ROUTING, LOOP, PROTOCOL -> REFUSED;
            case OTHER -> UNDETERMINED;
        };
    }

    public Lasting lasting() {
        return switch (this) {
            case RECIPIENT_INVALID, DOMAIN_INVALID, REFUSED -> Lasting.PERMANENT;
            case MAILBOX_FULL,
                    MESSAGE_TOO_LARGE,
                    ATTACHMENT_REFUSED,
                    CONTENT_REFUSED,
                    AUTHENTICATION_FAILED,
                    SERVER_BLOCKED,
                    EXPIRED -> Lasting.TRANSIENT;
            case UNDETERMINED -> Lasting.UNDETERMINED;
        };
    }
}
