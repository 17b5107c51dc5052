package dev.pennypost.mail.message;

import dev.pennypost.mail.address.Mailbox;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a message says, in the words in which any parser can say it.
///
/// @param mailboxes of each field that has some, as `name|address`
/// @param headers the sender's own
/// @param files in the order of their content's hash, for the tree may reorder them
record ReadMessage(
        Map<String, List<String>> mailboxes,
        String subject,
        String messageId,
        Instant date,
        Map<String, String> headers,
        @Nullable String text,
        @Nullable String html,
        List<File> files) {
    static final List<String> MAILBOX_FIELDS = List.of("From", "To", "Cc", "Reply-To");

    ReadMessage {
        files = files.stream().sorted(Comparator.comparing(File::toString)).toList();
    }

    /// A file as it arrived, its content told by length and hash.
    record File(@Nullable String filename, @Nullable String contentId, String type, int length, int hash) {
        static File of(@Nullable String filename, @Nullable String contentId, String type, byte[] content) {
            return new File(filename, contentId, type, content.length, Arrays.hashCode(content));
        }
    }

    static ReadMessage asked(OutgoingMessage message) {
        var mailboxes = new TreeMap<String, List<String>>();
        put(mailboxes, "From", List.of(message.from()));
        put(mailboxes, "To", message.to());
        put(mailboxes, "Cc", message.cc());
        put(mailboxes, "Reply-To", message.replyTo());
        var headers = new TreeMap<String, String>();
        message.headers().forEach(header -> headers.put(header.name(), header.value()));
        return new ReadMessage(
                mailboxes,
                message.subject(),
                message.messageId(),
                message.date().truncatedTo(ChronoUnit.SECONDS),
                headers,
                RoundTripTest.lines(RoundTripTest.expectedText(message)),
                RoundTripTest.lines(message.html()),
                files(message));
    }

    /// The same without the files that are messages.
    ReadMessage withoutEmbeddedMessages() {
        var others = files.stream()
                .filter(file -> !file.type().equals("message/rfc822"))
                .toList();
        return new ReadMessage(mailboxes, subject, messageId, date, headers, text, html, others);
    }

    static String mailbox(@Nullable String name, String address) {
        return Objects.requireNonNullElse(name, "") + "|" + address;
    }

    private static List<File> files(OutgoingMessage message) {
        var files = new ArrayList<File>();
        for (Attachment file : message.attachments())
            files.add(File.of(file.filename(), file.contentId(), type(file), file.content()));
        return files;
    }

    // RFC 2045 §6.4: what cannot travel unencoded cannot keep a composite type.
    private static String type(Attachment file) {
        MediaType type = MediaType.of(file.contentType());
        if (!type.isComposite()) return type.name();
        boolean asItIs = type.name().equals("message/rfc822") && TransferEncoding.isSevenBit(file.content());
        return asItIs ? type.name() : MediaType.OCTET_STREAM.name();
    }

    private static void put(Map<String, List<String>> all, String field, List<Mailbox> mailboxes) {
        if (mailboxes.isEmpty()) return;
        all.put(
                field,
                mailboxes.stream()
                        .map(mailbox ->
                                mailbox(mailbox.displayName(), mailbox.address().toString()))
                        .toList());
    }
}
