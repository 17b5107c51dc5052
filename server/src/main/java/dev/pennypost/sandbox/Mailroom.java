package dev.pennypost.sandbox;

import dev.pennypost.mail.mime.MessageTooComplex;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.Envelope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was caught, for whoever shows it, and what its recipients do with it when they are told to: the same
/// reports go to the same return path, and the same images are loaded, as if they were outside.
public final class Mailroom {
    private final CaughtMails mails;
    private final Authentication authentication;
    private final ReturnPathLine returnPath;
    private final Reader reader;

    Mailroom(CaughtMails mails, Authentication authentication, ReturnPathLine returnPath, Reader reader) {
        this.mails = mails;
        this.authentication = authentication;
        this.returnPath = returnPath;
        this.reader = reader;
    }

    public Stream<CaughtMail> newestFirst() {
        return mails.newestFirst();
    }

    public Optional<CaughtMail> find(UUID id) {
        return mails.get(id);
    }

    /// The octets as they came over SMTP; nothing when the mail is gone.
    public Optional<byte[]> message(UUID id) {
        return mails.message(id);
    }

    /// What a receiver would think of a mail, with DNS as it is now.
    public Verdicts verdicts(CaughtMail mail, byte[] message, ParsedMessage parsed) {
        return authentication.of(mail, message, parsed);
    }

    /// Deletes every mail that is here now.
    public void clear() {
        mails.clear();
    }

    /// A server or a provider reports something about a mail to whoever sent it, in the background. Speaks
    /// for the first recipient.
    public Played report(CaughtMail mail, Aftermath what) {
        if (mail.mailFrom().isEmpty() || mail.rcptTo().isEmpty()) return Played.NO_RETURN_PATH;
        Optional<byte[]> message = message(mail.id());
        if (message.isEmpty()) return Played.NO_RETURN_PATH;
        String recipient = mail.rcptTo().getFirst();
        boolean international = !isAscii(mail.mailFrom()) || !isAscii(recipient);
        var envelope = new Envelope(mail.mailFrom(), List.of(recipient), Body.EIGHT_BIT_MIME, international);
        byte[] octets = message.get();
        return returnPath.report(what, envelope, recipient, Arrays.copyOf(octets, Exchanger.headerLength(octets)))
                ? Played.DONE
                : Played.NOT_REACHED;
    }

    /// The recipient opens a mail: their program loads the image that counts.
    public Played open(CaughtMail mail) {
        return parts(mail).images().stream()
                .findFirst()
                .map(reader::visit)
                .orElse(Played.NOTHING_TRACKED);
    }

    /// The recipient follows a link.
    ///
    /// @param link as it stands in the mail; null for the first that counts
    public Played click(CaughtMail mail, @Nullable String link) {
        return parts(mail).links().stream()
                .filter(one -> link == null || one.equals(link))
                .findFirst()
                .map(reader::visit)
                .orElse(Played.NOTHING_TRACKED);
    }

    private TrackedParts parts(CaughtMail mail) {
        return TrackedParts.of(message(mail.id()).map(Mailroom::html).orElse(null));
    }

    private static @Nullable String html(byte[] message) {
        try {
            return ParsedMessage.parse(message).html();
        } catch (MessageTooComplex beyond) {
            return null;
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
