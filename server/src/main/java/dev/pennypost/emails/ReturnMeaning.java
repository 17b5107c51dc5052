package dev.pennypost.emails;

import dev.pennypost.delivery.BounceReason;
import dev.pennypost.emails.EmailEvent.Bounce;
import dev.pennypost.statistics.Figure;
import java.util.List;
import java.util.Locale;

/// What it means that an email came back, in the kinds that events tell (contract §23).
public enum ReturnMeaning {
    /// There is no such mailbox, or no such domain, and will not be: nothing should be sent there again.
    NO_SUCH_RECIPIENT(BounceReason.RECIPIENT_INVALID),
    /// Refused for good, for a reason that may be ours.
    REFUSED(BounceReason.REFUSED),
    MAILBOX_FULL(BounceReason.MAILBOX_FULL),
    MESSAGE_TOO_LARGE(BounceReason.MESSAGE_TOO_LARGE),
    CONTENT_REFUSED(BounceReason.CONTENT_REFUSED),
    /// Refused for what we are or how we send, not for the recipient's sake.
    SERVER_BLOCKED(BounceReason.SERVER_BLOCKED),
    /// The server that took it gave up trying.
    EXPIRED(BounceReason.EXPIRED),
    /// The report does not say.
    UNDETERMINED(BounceReason.UNDETERMINED);

    private static final String UNREADABLE = "The message came back without a reason we could read.";

    private final BounceReason reason;

    ReturnMeaning(BounceReason reason) {
        this.reason = reason;
    }

    /// What a refusal means that somebody else was told, as if we had been.
    static ReturnMeaning of(BounceReason reason) {
        return switch (reason) {
            case RECIPIENT_INVALID, DOMAIN_INVALID -> NO_SUCH_RECIPIENT;
            case MAILBOX_FULL -> MAILBOX_FULL;
            case MESSAGE_TOO_LARGE -> MESSAGE_TOO_LARGE;
            case ATTACHMENT_REFUSED, CONTENT_REFUSED -> CONTENT_REFUSED;
            case AUTHENTICATION_FAILED, SERVER_BLOCKED -> SERVER_BLOCKED;
            case REFUSED -> REFUSED;
            case UNDETERMINED -> UNDETERMINED;
            case EXPIRED -> EXPIRED;
        };
    }

    Bounce bounce(List<String> diagnostics) {
        Bounce bounce = Bounces.of(reason, diagnostics);
        return this == UNDETERMINED
                ? new Bounce(UNREADABLE, bounce.type(), bounce.subType(), bounce.diagnosticCodes())
                : bounce;
    }

    Figure figure() {
        return Counting.figure(reason);
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReturnMeaning fromColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
