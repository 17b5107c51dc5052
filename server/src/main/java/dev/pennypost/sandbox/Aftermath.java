package dev.pennypost.sandbox;

import dev.pennypost.mail.smtp.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// What happens to mail after it was taken, for mailboxes that stand for it: known by their local part, with
/// `+label` or without.
public enum Aftermath {
    /// The server behind finds that there is no such user, and says so in a delivery status notification (RFC
    /// 3464).
    BOUNCED_LATER,
    /// The reader presses the spam button, and the provider passes that on (RFC 5965).
    COMPLAINED_LATER;

    private static final String BOUNDARY = "=_pennypost-sandbox";
    private static final String HOST = OperatorHosts.EXCHANGER.ascii();

    /// What follows mail for a mailbox; for most nothing does.
    static Optional<Aftermath> of(String mailbox) {
        int at = mailbox.lastIndexOf('@');
        if (at < 0) return Optional.empty();
        String local = mailbox.substring(0, at).toLowerCase(Locale.ROOT);
        int plus = local.indexOf('+');
        return switch (plus < 0 ? local : local.substring(0, plus)) {
            case "bounced-later" -> Optional.of(BOUNCED_LATER);
            case "complained-later" -> Optional.of(COMPLAINED_LATER);
            default -> Optional.empty();
        };
    }

    /// The report of it, as it goes back to where the mail came from.
    ///
    /// @param header of the mail
    byte[] report(Envelope mail, String recipient, byte[] header, Instant now) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
        String text = switch (this) {
            case BOUNCED_LATER -> bounce(mail.reversePath(), recipient, date);
            case COMPLAINED_LATER -> complaint(mail.reversePath(), recipient, date);
        };
        String original = new String(header, StandardCharsets.UTF_8);
        return (text + original.strip() + "\n\n--" + BOUNDARY + "--\n")
                .replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String bounce(String reversePath, String recipient, String date) {
        return """
                From: MAILER-DAEMON@%1$s (Mail Delivery System)
                To: %2$s
                Date: %4$s
                Subject: Undelivered Mail Returned to Sender
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="%5$s"

                --%5$s
                Content-Type: text/plain; charset=us-ascii

                <%3$s>: unknown user

                --%5$s
                Content-Type: message/delivery-status

                Reporting-MTA: dns; %1$s
                Arrival-Date: %4$s

                Final-Recipient: rfc822; %3$s
                Action: failed
                Status: 5.1.1
                Remote-MTA: dns; %1$s
                Diagnostic-Code: smtp; 550 5.1.1 Unknown user

                --%5$s
                Content-Type: text/rfc822-headers

                """.formatted(HOST, reversePath, recipient, date, BOUNDARY);
    }

    private static String complaint(String reversePath, String recipient, String date) {
        return """
                From: feedback@%1$s
                To: %2$s
                Date: %4$s
                Subject: Email feedback report
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary="%5$s"

                --%5$s
                Content-Type: text/plain; charset=us-ascii

                This is an abuse report for a message that was received on %4$s.

                --%5$s
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Pennypost-Sandbox/1
                Version: 1
                Original-Mail-From: <%2$s>
                Original-Rcpt-To: <%3$s>
                Arrival-Date: %4$s

                --%5$s
                Content-Type: message/rfc822

                Return-Path: <%2$s>
                """.formatted(HOST, reversePath, recipient, date, BOUNDARY);
    }
}
