package dev.pennypost.mail.mime;

import dev.pennypost.mail.address.Mailbox;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a received message says: header fields in their order, body and attachments. An attached message is an
/// attachment, its own parts are not listed.
///
/// @param text the plain text, lines ending with LF; several such parts are one below the other
/// @param html the HTML, likewise
public record ParsedMessage(
        List<ParsedHeader> headers,
        @Nullable String text,
        @Nullable String html,
        List<ParsedAttachment> attachments) {

    public ParsedMessage {
        headers = List.copyOf(headers);
        attachments = List.copyOf(attachments);
    }

    /// Reads any bytes as a message, as far as they can be understood.
    ///
    /// @throws MessageTooComplex beyond [ReadLimits#DEFAULT]; nothing else, however malformed the input
    public static ParsedMessage parse(byte[] message) {
        return parse(message, ReadLimits.DEFAULT);
    }

    /// Reads with limits of one's own.
    ///
    /// @throws MessageTooComplex beyond these limits; nothing else, however malformed the input
    public static ParsedMessage parse(byte[] message, ReadLimits limits) {
        return new MessageReader(limits).read(message);
    }

    /// The value of the first field of this name, in any case.
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.isNamed(name))
                .map(ParsedHeader::value)
                .findFirst();
    }

    /// Every mailbox in the address fields of this name, as in `To`; what is not a mailbox is left out.
    public List<Mailbox> mailboxes(String name) {
        return headers.stream()
                .filter(header -> header.isNamed(name))
                .flatMap(header -> Mailbox.parseAll(header.raw().replace('\t', ' ')).stream())
                .toList();
    }
}
