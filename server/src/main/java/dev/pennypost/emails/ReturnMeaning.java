package dev.pennypost.emails;

import dev.pennypost.emails.EmailEvent.Bounce;
import dev.pennypost.statistics.Figure;
import java.util.List;
import java.util.Locale;

/// What it means that an email came back, in the kinds that events tell (contract §23).
public enum ReturnMeaning {
    /// There is no such mailbox, or no such domain, and will not be: nothing should be sent there again.
    NO_SUCH_RECIPIENT("Permanent", "General", "The recipient's address does not exist."),
    /// Refused for good, for a reason that may be ours.
    REFUSED("Permanent", "General", "The recipient's server rejected the message."),
    MAILBOX_FULL("Transient", "MailboxFull", "The recipient's mailbox is full."),
    MESSAGE_TOO_LARGE("Transient", "MessageTooLarge", "The message is larger than the recipient's server takes."),
    CONTENT_REFUSED("Transient", "ContentRejected", "The recipient's server refused the content of the message."),
    /// The server that took it gave up trying.
    EXPIRED("Transient", "General", "The message could not be delivered in time."),
    /// The report does not say.
    UNDETERMINED("Undetermined", "Undetermined", "The message came back without a reason we could read.");

    private final String type;
    private final String subType;
    private final String message;

    ReturnMeaning(String type, String subType, String message) {
        this.type = type;
        this.subType = subType;
        this.message = message;
    }

    Bounce bounce(List<String> diagnostics) {
        return new Bounce(message, type, subType, diagnostics);
    }

    Figure figure() {
        return switch (this) {
            case NO_SUCH_RECIPIENT, REFUSED -> Figure.BOUNCED_PERMANENT;
            case MAILBOX_FULL, MESSAGE_TOO_LARGE, CONTENT_REFUSED, EXPIRED -> Figure.BOUNCED_TRANSIENT;
            case UNDETERMINED -> Figure.BOUNCED_UNDETERMINED;
        };
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReturnMeaning fromColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
