package dev.pennypost.mail.message;

import dev.pennypost.mail.address.Mailbox;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a message says, before it is bytes. Blind copies are the envelope's business and have no place here.
///
/// @param to the `To` field; left out when empty, like `cc` and `replyTo`
/// @param subject one line
/// @param date the `Date` field, between the years 1900 and 9999 (RFC 5322 §3.3)
/// @param messageId with its angle brackets, as in `<id@example.org>`
/// @param headers further fields in the order to write them
public record OutgoingMessage(
        Mailbox from,
        List<Mailbox> to,
        List<Mailbox> cc,
        List<Mailbox> replyTo,
        String subject,
        Instant date,
        String messageId,
        @Nullable String html,
        @Nullable String text,
        List<CustomHeader> headers,
        List<Attachment> attachments) {

    /// @throws IllegalArgumentException when a value cannot stand in its field: a subject of two lines, a message id
    /// without brackets, a date out of range, a `Reply-To` beside `replyTo`
    public OutgoingMessage {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        replyTo = List.copyOf(replyTo);
        headers = List.copyOf(headers);
        attachments = List.copyOf(attachments);
        FieldSyntax.requireOneLine("subject", subject);
        FieldSyntax.requireMessageId(messageId);
        MessageDate.requireWritable(date);
        if (!replyTo.isEmpty() && headers.stream().anyMatch(header -> header.isNamed("Reply-To")))
            throw new IllegalArgumentException("a Reply-To header beside replyTo");
    }

    /// Whether only servers that offer SMTPUTF8 can take this message (RFC 6531 §3.4): an address in its header has a
    /// local part beyond ASCII. Everything else has a 7-bit form.
    public boolean needsSmtpUtf8() {
        Stream<Mailbox> named = Stream.of(List.of(from), to, cc, replyTo).flatMap(List::stream);
        Stream<Mailbox> custom = headers.stream().flatMap(header -> header.mailboxes().stream());
        return Stream.concat(named, custom)
                .anyMatch(mailbox -> mailbox.address().needsSmtpUtf8());
    }

    /// Whether [MessageComposer#composeInAscii] can write it.
    boolean hasAsciiForm() {
        return AsciiAddresses.mayStandIn("From", List.of(from))
                && AsciiAddresses.mayStandIn("Reply-To", replyTo)
                && headers.stream().allMatch(header -> AsciiAddresses.mayStandIn(header.name(), header.mailboxes()));
    }

    List<Attachment> inline() {
        return attachments.stream().filter(file -> file.contentId() != null).toList();
    }

    List<Attachment> attached() {
        return attachments.stream().filter(file -> file.contentId() == null).toList();
    }

    boolean hasBody() {
        return html != null || text != null;
    }
}
