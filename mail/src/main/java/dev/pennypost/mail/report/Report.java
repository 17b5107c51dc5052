package dev.pennypost.mail.report;

import dev.pennypost.mail.mime.MessageTooComplex;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.mail.mime.ReadLimits;
import java.util.List;
import java.util.Optional;

/// What a message says about mail that was sent before.
public sealed interface Report {
    /// It could not be delivered, and will not be tried again.
    ///
    /// @param recipients those it failed for; empty when the report names nobody and gives no reason
    record Bounced(List<ReportedRecipient> recipients) implements Report {
        public Bounced {
            recipients = List.copyOf(recipients);
        }
    }

    /// A recipient calls it spam, or takes that back.
    record Complaint(FeedbackReport feedback) implements Report {}

    /// It is still on its way.
    record Delayed() implements Report {}

    /// It arrived, or went on to where nobody reports from.
    record Arrived() implements Report {}

    /// Somebody's program answers whatever comes (RFC 3834): away, busy, wants a proof that a person writes,
    /// has shown it.
    record AutoReply() implements Report {}

    /// Anything else.
    record Unknown() implements Report {}

    /// Far more than any report has; what is beyond is not worth reading.
    ReadLimits LIMITS = new ReadLimits(10, 100, 500, 64 * 1024, 64 * 1024);

    /// Reads any octets. What a message says in a form made for programs counts before what it says in words.
    ///
    /// @param message perhaps cut off at its end, as the original it carries is not needed whole
    static Report read(byte[] message) {
        try {
            return read(ParsedMessage.parse(message, LIMITS));
        } catch (MessageTooComplex hostile) {
            return new Unknown();
        }
    }

    private static Report read(ParsedMessage message) {
        Optional<DeliveryReport> delivery = DeliveryReport.of(message);
        if (delivery.isPresent()) return of(delivery.get());
        Optional<FeedbackReport> feedback = FeedbackReport.of(message);
        return feedback.isPresent() ? new Complaint(feedback.get()) : inWords(new Notice(message));
    }

    private static Report of(DeliveryReport report) {
        List<ReportedRecipient> failed = report.with(Action.FAILED);
        if (!failed.isEmpty()) return new Bounced(failed);
        return report.with(Action.DELAYED).isEmpty() ? new Arrived() : new Delayed();
    }

    // Exim and Postfix say of their bounces that they are auto-replied, so the forms are tried first.
    private static Report inWords(Notice notice) {
        if (notice.isDelay()) return new Delayed();
        List<ReportedRecipient> failed = FreeForms.read(notice);
        if (!failed.isEmpty()) return new Bounced(failed);
        if (AutoReplies.isOne(notice)) return new AutoReply();
        return notice.soundsLikeABounce() ? new Bounced(List.of()) : new Unknown();
    }
}
