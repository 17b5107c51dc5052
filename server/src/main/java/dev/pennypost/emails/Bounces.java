package dev.pennypost.emails;

import dev.pennypost.delivery.BounceReason;
import dev.pennypost.delivery.Outcome;
import dev.pennypost.emails.EmailEvent.Bounce;
import dev.pennypost.mail.smtp.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Spells bounces as events tell them: types and subtypes in the contract's words, a sentence for people.
final class Bounces {
    private Bounces() {}

    static Bounce of(Outcome.Bounced bounced) {
        String diagnostic = diagnostic(bounced);
        return of(bounced.reason(), diagnostic == null ? List.of() : List.of(diagnostic));
    }

    static Bounce of(BounceReason reason, List<String> diagnostics) {
        return new Bounce(message(reason), type(reason), subtype(reason), diagnostics);
    }

    /// What the server said, as reports write it (RFC 3464 §2.3.6); null when nobody said anything.
    static @Nullable String diagnostic(Outcome.Bounced bounced) {
        Reply reply = bounced.reply();
        return reply == null ? null : "smtp; " + reply;
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
