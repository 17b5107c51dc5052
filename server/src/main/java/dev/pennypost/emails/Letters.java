package dev.pennypost.emails;

import dev.pennypost.delivery.Letter;
import dev.pennypost.delivery.LetterPerRecipient;
import dev.pennypost.delivery.LetterSource;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.message.CustomHeader;
import dev.pennypost.mail.message.MessageComposer;
import dev.pennypost.mail.message.OutgoingMessage;
import dev.pennypost.mail.message.SevenBit;
import dev.pennypost.mail.smtp.Body;
import dev.pennypost.storage.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the messages of stored emails back for delivery. Composing is deterministic, so a retry sends the octets the
/// first attempt did.
public final class Letters implements LetterSource {
    private final EmailStore store = new EmailStore();
    private final Tracker tracker;

    public Letters(Tracker tracker) {
        this.tracker = tracker;
    }

    /// The letters of emails that nothing is put into.
    public Letters() {
        this(Tracker.NONE);
    }

    @Override
    public Map<UUID, LetterPerRecipient> load(Transaction tx, Collection<UUID> emailIds) {
        var letters = new HashMap<UUID, LetterPerRecipient>();
        store.raws(tx, emailIds).forEach((id, raw) -> letters.put(id, LetterPerRecipient.same(letter(raw))));
        List<UUID> composed =
                emailIds.stream().filter(id -> !letters.containsKey(id)).toList();
        store.load(tx, composed)
                .forEach((email, content) ->
                        letters.put(email.id().value(), of(tracker, email, headers(email), content)));
        return letters;
    }

    /// The letters of an email that we compose: one for everybody, and one each where it is tracked.
    static LetterPerRecipient of(Tracker tracker, Email email, List<CustomHeader> headers, Content content) {
        String html = content.html();
        if (content.tracked() == null || html == null)
            return LetterPerRecipient.same(letter(() -> outgoing(email, headers, content)));
        Tracker.Copies copies = tracker.copies(email, html, content.tracked());
        return position -> letter(() -> outgoing(email, headers, content.withHtml(copies.to(position))));
    }

    static Letter letter(Supplier<OutgoingMessage> message) {
        return new Letter(
                () -> compose(message.get()),
                () -> MessageComposer.composeInAscii(message.get()).map(Letter.Message::sevenBit));
    }

    static Letter letter(RawMessage raw) {
        return new Letter(
                () -> new Letter.Message(raw.octets(), raw.smtpUtf8(), raw.body()),
                () -> SevenBit.of(raw.octets()).map(Letter.Message::sevenBit));
    }

    static Letter.Message compose(OutgoingMessage message) {
        return new Letter.Message(MessageComposer.compose(message), message.needsSmtpUtf8(), Body.SEVEN_BIT);
    }

    static List<CustomHeader> headers(Email email) {
        return email.headers().entrySet().stream()
                .map(header -> new CustomHeader(header.getKey(), header.getValue()))
                .toList();
    }

    static OutgoingMessage outgoing(Email email, List<CustomHeader> headers, Content content) {
        return new OutgoingMessage(
                Mailbox.parse(email.from()),
                mailboxes(email.to()),
                mailboxes(email.cc()),
                mailboxes(email.replyTo()),
                email.subject(),
                email.date(),
                email.messageId(),
                content.html(),
                textPart(content),
                headers,
                content.attachments());
    }

    /// An empty text beside HTML is no part of its own (contract §9.1).
    private static @Nullable String textPart(Content content) {
        return content.html() != null
                        && content.text() != null
                        && content.text().isEmpty()
                ? null
                : content.text();
    }

    private static List<Mailbox> mailboxes(List<String> texts) {
        return texts.stream().map(Mailbox::parse).toList();
    }
}
