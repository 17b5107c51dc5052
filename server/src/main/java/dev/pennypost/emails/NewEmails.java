package dev.pennypost.emails;

import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.LetterPerRecipient;
import dev.pennypost.delivery.Queued;
import dev.pennypost.delivery.Urgency;
import dev.pennypost.domains.SendingDomain;
import dev.pennypost.emails.lint.Draft;
import dev.pennypost.emails.lint.Lint;
import dev.pennypost.emails.text.PlainText;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.message.CustomHeader;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.storage.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes of a request that is in order the email that is stored, and its deliveries. Pure but for ids.
final class NewEmails {
    private NewEmails() {}

    /// @param submitted what the sender wrote himself; null when we compose the message
    /// @param lint looks at the content
    /// @param tracker says how it is tracked
    static Accepting of(
            Caller caller,
            SendingDomain sender,
            SendEmail request,
            @Nullable Submission submitted,
            Lint lint,
            ReturnPaths returnPaths,
            Tracker tracker,
            Instant now) {
        var id = new EmailId(Ids.next(now));
        String ours = "<" + id + "@" + sender.name().ascii() + ">";
        String messageId = submitted == null || submitted.messageId() == null ? ours : submitted.messageId();
        boolean scheduled =
                request.scheduledAt() != null && request.scheduledAt().isAfter(now);
        var email = new Email(
                id,
                caller.team(),
                sender.id(),
                request.from().toHeader(),
                texts(request.to()),
                texts(request.cc()),
                texts(request.bcc()),
                texts(request.replyTo()),
                request.subject(),
                messageId,
                tags(request.tags()),
                headers(request.headers()),
                scheduled ? LastEvent.SCHEDULED : request.remoteFiles().isEmpty() ? LastEvent.SENT : LastEvent.QUEUED,
                now,
                scheduled ? request.scheduledAt() : null,
                request.topic(),
                request.template());
        String text = submitted == null ? text(request) : request.text();
        var content = new Content(
                request.html(),
                text,
                request.attachments(),
                lint.check(draft(request, text, email, sender)),
                submitted == null ? tracked(request, sender, tracker) : null);
        RawMessage raw = submitted == null ? null : submitted.identified(messageId);
        LetterPerRecipient letters = raw == null
                ? Letters.of(tracker, email, request.headers(), content)
                : LetterPerRecipient.same(Letters.letter(raw));
        boolean waits = scheduled || !request.remoteFiles().isEmpty();
        TlsMode tls = submitted != null && submitted.tlsReport() ? TlsMode.RELAXED : tls(sender);
        List<Queued> queued = waits ? List.of() : queue(deliveries(email, sender, tls, returnPaths, now), letters, now);
        return new Accepting(email, caller.key(), content, request.remoteFiles(), raw, queued, List.of());
    }

    private static @Nullable Tracked tracked(SendEmail request, SendingDomain sender, Tracker tracker) {
        if (request.html() == null || request.html().isEmpty()) return null;
        return tracker.decide(sender, request.tracking(), request.html()).orElse(null);
    }

    /// Who sends HTML alone gets a text beside it; an empty text says that none is wanted (contract §9.1).
    private static @Nullable String text(SendEmail request) {
        if (request.text() != null || request.html() == null) return request.text();
        return PlainText.of(request.html());
    }

    private static Draft draft(SendEmail request, @Nullable String text, Email email, SendingDomain sender) {
        return new Draft(
                request.from().address(),
                !request.replyTo().isEmpty(),
                email.everybody().size(),
                request.subject(),
                request.html(),
                text,
                request.headers(),
                sender.lacksDmarc());
    }

    private static List<Queued> queue(List<Delivery> deliveries, LetterPerRecipient letters, Instant now) {
        return deliveries.stream()
                .map(delivery -> new Queued(delivery, letters.to(delivery.id().position()), now))
                .toList();
    }

    /// One delivery for each recipient.
    static List<Delivery> deliveries(Email email, SendingDomain sender, ReturnPaths returnPaths, Instant now) {
        return deliveries(email, sender, tls(sender), returnPaths, now);
    }

    private static List<Delivery> deliveries(
            Email email, SendingDomain sender, TlsMode tls, ReturnPaths returnPaths, Instant now) {
        // At the return path whose SPF record covers us.
        String reversePath = returnPaths.of(email.id(), sender.returnPath());
        List<Address> recipients = email.recipients();
        var deliveries = new ArrayList<Delivery>(recipients.size());
        for (int position = 0; position < recipients.size(); position++) {
            deliveries.add(new Delivery(
                    new DeliveryId(email.id().value(), position),
                    email.team(),
                    email.domain(),
                    recipients.get(position),
                    reversePath,
                    tls,
                    urgency(email),
                    0,
                    now));
        }
        return deliveries;
    }

    /// What people may unsubscribe from is sent to many, and nobody waits for it.
    private static Urgency urgency(Email email) {
        boolean unsubscribable = email.headers().keySet().stream().anyMatch("List-Unsubscribe"::equalsIgnoreCase);
        return unsubscribable || email.topic() != null ? Urgency.BULK : Urgency.TRANSACTIONAL;
    }

    private static TlsMode tls(SendingDomain sender) {
        return switch (sender.tls()) {
            case OPPORTUNISTIC -> TlsMode.OPPORTUNISTIC;
            case ENFORCED -> TlsMode.REQUIRED;
        };
    }

    private static List<String> texts(List<Mailbox> mailboxes) {
        return mailboxes.stream().map(Mailbox::toHeader).toList();
    }

    private static Map<String, String> tags(List<SendEmail.Tag> tags) {
        if (tags.isEmpty()) return Map.of();
        var map = new LinkedHashMap<String, String>();
        for (SendEmail.Tag tag : tags) map.put(tag.name(), tag.value());
        return map;
    }

    private static Map<String, String> headers(List<CustomHeader> headers) {
        if (headers.isEmpty()) return Map.of();
        var map = new LinkedHashMap<String, String>();
        for (CustomHeader header : headers) map.put(header.name(), header.value());
        return map;
    }
}
