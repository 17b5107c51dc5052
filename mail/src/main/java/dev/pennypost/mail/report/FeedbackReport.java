package dev.pennypost.mail.report;

import dev.pennypost.mail.mime.ParsedAttachment;
import dev.pennypost.mail.mime.ParsedHeader;
import dev.pennypost.mail.mime.ParsedMessage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a mailbox provider passes on when somebody presses its spam button (ARF, RFC 5965); or the message
/// alone, as Microsoft's junk mail reporting sends it. Providers take out of it what would tell who it was.
///
/// @param mailFrom the reverse path of the message, without angle brackets; null when it is not told
/// @param recipients whom the message was for, as far as that is told
/// @param arrivalDate as it stands there; null when it is not told
/// @param original the fields of the message
public record FeedbackReport(
        Type type,
        @Nullable String mailFrom,
        List<String> recipients,
        @Nullable String arrivalDate,
        List<ParsedHeader> original) {
    private static final String PART = "message/feedback-report";

    public FeedbackReport {
        recipients = List.copyOf(recipients);
        original = List.copyOf(original);
    }

    /// What somebody says about a message (RFC 5965 §7.3).
    public enum Type {
        ABUSE,
        FRAUD,
        VIRUS,
        /// It was taken for spam and is none.
        NOT_SPAM,
        /// A machine says that it failed authentication (RFC 6591).
        AUTH_FAILURE,
        /// None of these, also types nobody registered.
        OTHER;

        static Type parse(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "abuse" -> ABUSE;
                case "fraud" -> FRAUD;
                case "virus" -> VIRUS;
                case "not-spam" -> NOT_SPAM;
                case "auth-failure" -> AUTH_FAILURE;
                default -> OTHER;
            };
        }
    }

    /// Finds a complaint.
    public static Optional<FeedbackReport> of(ParsedMessage message) {
        return message.attachments().stream()
                .filter(part -> part.contentType().equals(PART))
                .findFirst()
                .map(part -> arf(part, OriginalHeader.in(message)))
                .or(() -> junkMail(message));
    }

    /// The reverse paths that the message had: as the report says, and as its header does.
    public List<String> reversePaths() {
        return Stream.concat(Stream.ofNullable(mailFrom), values("Return-Path").map(TypedAddress::bare))
                .filter(path -> path.indexOf('@') > 0)
                .distinct()
                .toList();
    }

    /// The message's id with its angle brackets.
    public Optional<String> messageId() {
        return values("Message-ID").findFirst();
    }

    private Stream<String> values(String name) {
        return original.stream().filter(field -> field.isNamed(name)).map(ParsedHeader::value);
    }

    private static FeedbackReport arf(ParsedAttachment part, List<ParsedHeader> original) {
        var fields = FieldGroups.read(part.content()).stream().findFirst().orElse(Map.of());
        List<String> named = fields.getOrDefault("original-rcpt-to", List.of()).stream()
                .map(TypedAddress::read)
                .filter(Objects::nonNull)
                .toList();
        List<String> dates = fields.getOrDefault("arrival-date", fields.getOrDefault("received-date", List.of()));
        return new FeedbackReport(
                Type.parse(fields.getOrDefault("feedback-type", List.of("")).getFirst()),
                TypedAddress.read(
                        fields.getOrDefault("original-mail-from", List.of("")).getFirst()),
                named.isEmpty() ? recipients(original) : named,
                dates.isEmpty() ? null : dates.getFirst(),
                original);
    }

    /// JMRP: no words, one message attached; the addresses it is from and for are in its own header.
    private static Optional<FeedbackReport> junkMail(ParsedMessage message) {
        if (!isJunkMailReport(message)) return Optional.empty();
        List<ParsedHeader> original = OriginalHeader.in(message);
        if (original.isEmpty()) return Optional.empty();
        return Optional.of(new FeedbackReport(Type.ABUSE, null, recipients(original), null, original));
    }

    private static boolean isJunkMailReport(ParsedMessage message) {
        boolean fromMicrosoft = message.mailboxes("From").stream()
                .map(mailbox -> mailbox.address().toString().toLowerCase(Locale.ROOT))
                .anyMatch(address -> address.startsWith("staff@")
                        && (address.endsWith("@hotmail.com") || address.endsWith("@outlook.com")));
        boolean sayNothing = (message.text() == null || message.text().isBlank()) && message.html() == null;
        boolean oneMessage = message.attachments().size() == 1
                && message.attachments().getFirst().contentType().equals(OriginalHeader.MESSAGE);
        return oneMessage && (fromMicrosoft || (sayNothing && saysComplaint(message)));
    }

    private static boolean saysComplaint(ParsedMessage message) {
        String subject = message.header("Subject").orElse("").toLowerCase(Locale.ROOT);
        return subject.startsWith("complaint about message from");
    }

    /// Microsoft says so in a field of its own. `To` is no answer: a blind recipient stands in none.
    private static List<String> recipients(List<ParsedHeader> original) {
        return original.stream()
                .filter(field -> field.isNamed("X-HmXmrOriginalRecipient"))
                .map(field -> TypedAddress.read(field.value()))
                .filter(Objects::nonNull)
                .toList();
    }
}
