package dev.pennypost.emails;

import dev.pennypost.storage.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that happened to an email.
public sealed interface EmailEvent extends Event {
    /// The email, as far as its events tell it.
    Facts email();

    @Override
    default UUID teamId() {
        return email().teamId();
    }

    /// Accepted; it will leave at its time.
    record EmailScheduled(Facts email) implements EmailEvent {}

    /// It is not sent to these recipients: when its time came it could not leave, or they do not want what it
    /// is about.
    ///
    /// @param reason a word for programs, such as `domain_not_verified` or `not_subscribed_to_topic`
    record EmailFailed(Facts email, String reason) implements EmailEvent {}

    /// Accepted; delivery will be attempted.
    record EmailSent(Facts email) implements EmailEvent {}

    /// The recipients' server took it.
    record EmailDelivered(Facts email) implements EmailEvent {}

    /// The recipient's server, or the way to it, said: later. Told once for each recipient, at the first
    /// attempt.
    record EmailDeliveryDelayed(Facts email) implements EmailEvent {}

    /// It cannot be delivered to these recipients.
    record EmailBounced(Facts email, Bounce bounce) implements EmailEvent {}

    /// It is not sent to these recipients, because they are suppressed.
    record EmailSuppressed(Facts email, Suppressed suppressed) implements EmailEvent {}

    /// These recipients call it spam.
    record EmailComplained(Facts email) implements EmailEvent {}

    /// This recipient, as far as can be told a person, looked at it.
    record EmailOpened(Facts email) implements EmailEvent {}

    /// This recipient, as far as can be told a person, followed a link of it.
    record EmailClicked(Facts email, Click click) implements EmailEvent {}

    /// Every kind of event, for the outbox.
    static List<Class<? extends Event>> kinds() {
        return List.of(
                EmailScheduled.class,
                EmailSent.class,
                EmailDelivered.class,
                EmailDeliveryDelayed.class,
                EmailBounced.class,
                EmailSuppressed.class,
                EmailComplained.class,
                EmailOpened.class,
                EmailClicked.class,
                EmailFailed.class);
    }

    /// What every event tells of its email.
    ///
    /// @param to the recipients this event is about
    /// @param templateId the template it was made from; null for none
    /// @param domainId the domain of the team that it was sent from; null in what older versions left in the outbox
    record Facts(
            UUID emailId,
            UUID teamId,
            Instant createdAt,
            String from,
            List<String> to,
            String subject,
            String messageId,
            Map<String, String> tags,
            Map<String, String> headers,
            @Nullable UUID templateId,
            @Nullable UUID domainId) {}

    /// Why an email is not sent to somebody.
    ///
    /// @param diagnosticCodes what the servers said to the emails before
    record Suppressed(Reason reason, List<String> diagnosticCodes) {
        /// What somebody is suppressed for.
        public enum Reason {
            PREVIOUS_BOUNCE,
            PREVIOUS_COMPLAINT,
            /// The team itself said so.
            OWN_WISH,
            /// It is the address that stands for suppressed ones.
            TEST
        }
    }

    /// How a link was followed.
    ///
    /// @param ipAddress of whoever followed it, as is `userAgent`; empty where that is not kept
    /// @param link where it leads
    record Click(String ipAddress, String link, Instant timestamp, String userAgent) {}

    /// Why an email bounced.
    ///
    /// @param type `Permanent`, `Transient` or `Undetermined`
    /// @param subType finer, such as `General` or `MailboxFull`
    /// @param diagnosticCodes what the servers said, such as `smtp; 550 5.1.1 user unknown`
    record Bounce(String message, String type, String subType, List<String> diagnosticCodes) {}
}
