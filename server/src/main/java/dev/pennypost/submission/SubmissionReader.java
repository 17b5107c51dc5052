package dev.pennypost.submission;

import dev.pennypost.emails.IdempotencyKey;
import dev.pennypost.emails.RawMessage;
import dev.pennypost.emails.SendEmail;
import dev.pennypost.emails.Submission;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.mail.message.CustomHeader;
import dev.pennypost.mail.message.ReservedHeaders;
import dev.pennypost.mail.mime.HeaderBlock;
import dev.pennypost.mail.mime.MessageTooComplex;
import dev.pennypost.mail.mime.ParsedAttachment;
import dev.pennypost.mail.mime.ParsedHeader;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.mail.smtp.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a message and its envelope into a [Submission]. The envelope says who gets it, the header how they are called.
final class SubmissionReader {
    private static final String IDEMPOTENCY_KEY = "resend-idempotency-key";
    private static final int MOST_HOPS = 50;

    /// Fields that are ours to read and not the recipients': blind copies (RFC 6409 §8.1 lets us take them out), the
    /// trace that only the last server writes (RFC 5321 §4.4), and what the contract (§30) has for us.
    private static final Set<String> REMOVED = Set.of("bcc", "resent-bcc", "return-path", IDEMPOTENCY_KEY);

    private final HeaderBlock header;
    private final ParsedMessage parsed;
    private final Mailbox from;
    private final List<Address> unnamed;

    private SubmissionReader(HeaderBlock header, ParsedMessage parsed, Mailbox from, List<Address> recipients) {
        this.header = header;
        this.parsed = parsed;
        this.from = from;
        this.unnamed = new ArrayList<>(recipients);
    }

    /// @throws Unacceptable when nobody could send such a message
    static Submission read(Envelope envelope, byte[] message, ReceivedField received) throws Unacceptable {
        for (byte octet : message) if (octet == 0) throw new Unacceptable(new MessageProblem.Nul());
        HeaderBlock header =
                HeaderBlock.of(message).orElseThrow(() -> new Unacceptable(new MessageProblem.MalformedHeader()));
        if (header.count("Received") > MOST_HOPS) throw new Unacceptable(new MessageProblem.Loop());
        ParsedMessage parsed = parsed(message);
        List<Address> recipients =
                envelope.recipients().stream().map(Address::parse).distinct().toList();
        return new SubmissionReader(header, parsed, from(header, parsed), recipients).submission(received);
    }

    private static ParsedMessage parsed(byte[] message) throws Unacceptable {
        try {
            return ParsedMessage.parse(message);
        } catch (MessageTooComplex beyond) {
            throw new Unacceptable(new MessageProblem.TooComplex(String.valueOf(beyond.getMessage())));
        }
    }

    /// The one author. Two would be two domains to answer for (RFC 9989 §5 leaves such mail to policy).
    private static Mailbox from(HeaderBlock header, ParsedMessage parsed) throws Unacceptable {
        if (!header.has("From")) throw new Unacceptable(new MessageProblem.NoFrom());
        List<ParsedHeader> fields =
                parsed.headers().stream().filter(field -> field.isNamed("From")).toList();
        if (header.count("From") != 1 || fields.size() != 1) throw new Unacceptable(new MessageProblem.BadFrom());
        try {
            return Mailbox.parse(fields.getFirst().raw().replace('\t', ' '));
        } catch (BadAddress notOne) {
            throw new Unacceptable(new MessageProblem.BadFrom());
        }
    }

    private Submission submission(ReceivedField received) throws Unacceptable {
        String messageId =
                parsed.header("Message-ID").filter(id -> !id.isBlank()).orElse(null);
        byte[] octets = header.rewritten(received.lines(header.has("Date")), removed(messageId));
        // Many programs write UTF-8 into a header and do not announce it; RFC 6531 §3.4 makes us do so. A
        // header in another charset is a mistake that nobody can announce, and that servers put up with as
        // 8BITMIME.
        var message = new RawMessage(octets, !header.isAscii() && header.isUtf8());
        SendEmail email = email();
        return new Submission(email, message, messageId, idempotencyKey(email));
    }

    /// An empty Message-ID is replaced.
    private static Set<String> removed(@Nullable String messageId) {
        if (messageId != null) return REMOVED;
        var removed = new HashSet<>(REMOVED);
        removed.add("message-id");
        return removed;
    }

    private SendEmail email() {
        List<Mailbox> to = named("To");
        List<Mailbox> cc = named("Cc");
        return new SendEmail(
                from,
                to,
                cc,
                unnamed.stream().map(Mailbox::of).toList(),
                parsed.mailboxes("Reply-To"),
                parsed.header("Subject").orElse(""),
                storable(parsed.html()),
                storable(parsed.text()),
                headers(),
                List.of(),
                parsed.attachments().stream().map(SubmissionReader::attachment).toList());
    }

    /// The recipients that a field names, under that name; each is named once.
    private List<Mailbox> named(String field) {
        var named = new ArrayList<Mailbox>();
        for (Mailbox mailbox : parsed.mailboxes(field))
            takeUnnamed(mailbox.address())
                    .ifPresent(recipient -> named.add(new Mailbox(mailbox.displayName(), recipient)));
        return named;
    }

    /// Case may differ: programs copy addresses from the header into the envelope and change it on the way.
    private Optional<Address> takeUnnamed(Address address) {
        Optional<Address> found = unnamed.stream()
                .filter(recipient -> recipient.toString().equalsIgnoreCase(address.toString()))
                .findFirst();
        found.ifPresent(unnamed::remove);
        return found;
    }

    /// Mail programs write a new date, a new Message-ID and new boundaries each time, so what counts is what the email
    /// says, and to whom.
    private Optional<IdempotencyKey> idempotencyKey(SendEmail email) throws Unacceptable {
        Optional<String> key = parsed.header(IDEMPOTENCY_KEY).filter(text -> !text.isEmpty());
        if (key.isEmpty()) return Optional.empty();
        if (!IdempotencyKey.isValid(key.get())) throw new Unacceptable(new MessageProblem.BadIdempotencyKey());
        String files = email.attachments().stream()
                .map(file -> file.filename() + " " + Arrays.hashCode(file.content()) + " " + file.content().length)
                .collect(Collectors.joining("\n"));
        String said = String.join(
                "\n",
                email.from().toHeader(),
                List.of(email.to(), email.cc(), email.bcc()).toString(),
                email.subject(),
                String.valueOf(email.html()),
                String.valueOf(email.text()),
                files);
        return Optional.of(IdempotencyKey.of("SMTP", key.get(), said));
    }

    private List<CustomHeader> headers() {
        return parsed.headers().stream()
                .filter(field -> !isOurs(field.name()))
                .flatMap(SubmissionReader::custom)
                .toList();
    }

    private static boolean isOurs(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ReservedHeaders.contains(name) || REMOVED.contains(lower) || lower.equals("reply-to");
    }

    private static Stream<CustomHeader> custom(ParsedHeader field) {
        try {
            return Stream.of(new CustomHeader(field.name(), field.value()));
        } catch (IllegalArgumentException unspeakable) {
            return Stream.empty(); // it is delivered all the same, and not told
        }
    }

    private static Attachment attachment(ParsedAttachment file) {
        try {
            return new Attachment(file.filename(), file.contentType(), file.contentId(), file.content());
        } catch (IllegalArgumentException unspeakable) {
            return new Attachment(file.filename(), "application/octet-stream", null, file.content());
        }
    }

    /// Base64 and quoted-printable can say NUL, which PostgreSQL cannot store.
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\ufffd');
    }
}
