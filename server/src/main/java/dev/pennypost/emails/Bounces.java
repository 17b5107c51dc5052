package dev.pennypost.emails;

import dev.pennypost.delivery.BounceReason;
import dev.pennypost.delivery.Outcome;
import dev.pennypost.emails.EmailEvent.Bounce;
import dev.pennypost.mail.smtp.Reply;
import java.util.List;

/// Spells bounces as events tell them: types and subtypes in the contract's words, a sentence for people.
final class Bounces {
    private Bounces() {}

    static Bounce of(Outcome.Bounced bounced) {
        Reply reply = bounced.reply();
        List<String> diagnostics = reply == null ? List.of() : List.of("smtp; " + reply);
        return new Bounce(message(bounced.reason()), type(bounced.reason()), subtype(bounced.reason()), diagnostics);
    }

    private static String type(BounceReason reason) {
        return switch (reason.lasting()) {
            case PERMANENT -> "Permanent";
            case TRANSIENT -> "Transient";
            case UNDETERMINED -> "Undetermined";
        };
    }

    private static String subtype(BounceReason reason) {
        return switch (reason) {
            case MAILBOX_FULL -> "MailboxFull";
            case MESSAGE_TOO_LARGE -> "MessageTooLarge";
            case ATTACHMENT_REFUSED -> "AttachmentRejected";
            case CONTENT_REFUSED -> "ContentRejected";
            case RECIPIENT_INVALID, DOMAIN_INVALID, REFUSED, AUTHENTICATION_FAILED, SERVER_BLOCKED, EXPIRED ->
                "General";
            case UNDETERMINED -> "Undetermined";
        };
    }

    private static String message(BounceReason reason) {
        return switch (reason) {
            case RECIPIENT_INVALID -> "The recipient's address does not exist.";
            case DOMAIN_INVALID -> "The recipient's domain does not take mail.";
            case MAILBOX_FULL -> "The recipient's mailbox is full.";
            case MESSAGE_TOO_LARGE -> "The message is larger than the recipient's server takes.";
            case ATTACHMENT_REFUSED -> "The recipient's server refused an attachment of the message.";
            case CONTENT_REFUSED -> "The recipient's server refused the content of the message.";
            case AUTHENTICATION_FAILED ->
                "The recipient's server found the message not authenticated. See the incidents of the sending domain.";
            case SERVER_BLOCKED -> "The recipient's server takes no mail from our servers at present.";
            case REFUSED -> "The recipient's server rejected the message.";
            case UNDETERMINED -> "The recipient's server rejected the message and did not say why.";
            case EXPIRED -> "The message could not be delivered in time.";
        };
    }
}
