package dev.pennypost.emails;

import dev.pennypost.emails.files.RemoteFile;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.mail.message.CustomHeader;
import dev.pennypost.templates.TemplateId;
import dev.pennypost.topics.TopicId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An email as a customer asks for it.
///
/// @param html the HTML body, null for none
/// @param text the plain text body, null for none
/// @param headers further header fields, in order
/// @param scheduledAt when it is to leave; null for now
/// @param remoteFiles attachments that are to be fetched first; their positions are those that `attachments` leave free
/// @param topic that its recipients must want; null for none
/// @param template it was made from; null for none
/// @param tracking what it asks for other than its domain
public record SendEmail(
        Mailbox from,
        List<Mailbox> to,
        List<Mailbox> cc,
        List<Mailbox> bcc,
        List<Mailbox> replyTo,
        String subject,
        @Nullable String html,
        @Nullable String text,
        List<CustomHeader> headers,
        List<Tag> tags,
        List<Attachment> attachments,
        @Nullable Instant scheduledAt,
        List<RemoteFile> remoteFiles,
        @Nullable TopicId topic,
        @Nullable TemplateId template,
        TrackingWish tracking) {
    public SendEmail {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        replyTo = List.copyOf(replyTo);
        headers = List.copyOf(headers);
        tags = List.copyOf(tags);
        attachments = List.copyOf(attachments);
        remoteFiles = List.copyOf(remoteFiles);
    }

    /// An email that leaves at once with everything it carries, of no topic, made from no
    /// template and tracked as its domain says.
    public SendEmail(
            Mailbox from,
            List<Mailbox> to,
            List<Mailbox> cc,
            List<Mailbox> bcc,
            List<Mailbox> replyTo,
            String subject,
            @Nullable String html,
            @Nullable String text,
            List<CustomHeader> headers,
            List<Tag> tags,
            List<Attachment> attachments) {
        this(
                from,
                to,
                cc,
                bcc,
                replyTo,
                subject,
                html,
                text,
                headers,
                tags,
                attachments,
                null,
                List.of(),
                null,
                null,
                TrackingWish.NONE);
    }

    /// What an email said, to be sent once more and at once. It is tracked as that was, whatever its domain says by now.
    static SendEmail again(Email email, Content content) {
        Tracked tracked = content.tracked();
        return new SendEmail(
                Mailbox.parse(email.from()),
                mailboxes(email.to()),
                mailboxes(email.cc()),
                mailboxes(email.bcc()),
                mailboxes(email.replyTo()),
                email.subject(),
                content.html(),
                content.text(),
                Letters.headers(email),
                email.tags().entrySet().stream()
                        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                        .toList(),
                content.attachments(),
                null,
                List.of(),
                email.topic(),
                email.template(),
                new TrackingWish(tracked != null && tracked.opens(), tracked != null && tracked.clicks()));
    }

    private static List<Mailbox> mailboxes(List<String> texts) {
        return texts.stream().map(Mailbox::parse).toList();
    }

    /// The same email for this time.
    public SendEmail at(Instant time) {
        return new SendEmail(
                from,
                to,
                cc,
                bcc,
                replyTo,
                subject,
                html,
                text,
                headers,
                tags,
                attachments,
                time,
                remoteFiles,
                topic,
                template,
                tracking);
    }

    /// A name and a value to find and count emails by.
    public record Tag(String name, String value) {}
}
