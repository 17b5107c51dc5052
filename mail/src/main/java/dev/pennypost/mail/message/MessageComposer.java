package dev.pennypost.mail.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Writes a message as the bytes that are signed and sent: CRLF lines of at most 998 octets, ASCII only unless
/// [OutgoingMessage#needsSmtpUtf8], ending with a line break. The same message gives the same bytes.
public final class MessageComposer {
    private static final Map<String, String> UTF_8 = Map.of("charset", "utf-8");

    private final MessageBuffer out;
    private final Boundary boundary;

    private MessageComposer(MessageBuffer out, Boundary boundary) {
        this.out = out;
        this.boundary = boundary;
    }

    /// The whole message, header and body.
    public static byte[] compose(OutgoingMessage message) {
        return compose(message, false);
    }

    /// The message in ASCII, for servers without SMTPUTF8: another header and so another message to sign.
    /// Empty when an address that has no ASCII form stands where it cannot be left out.
    public static Optional<byte[]> composeInAscii(OutgoingMessage message) {
        return message.hasAsciiForm() ? Optional.of(compose(message, true)) : Optional.empty();
    }

    private static byte[] compose(OutgoingMessage message, boolean asciiOnly) {
        Part tree = PartTree.of(message);
        var out = new MessageBuffer(2048 + estimate(tree));
        header(new HeaderWriter(out, asciiOnly), message);
        new MessageComposer(out, Boundary.of(message.messageId(), tree)).part(tree, 0);
        if (out.column() > 0) out.crlf();
        return out.toBytes();
    }

    private static void header(HeaderWriter header, OutgoingMessage message) {
        header.mailbox("From", message.from());
        header.mailboxes("To", message.to());
        header.mailboxes("Cc", message.cc());
        header.mailboxes("Reply-To", message.replyTo());
        header.unstructured("Subject", message.subject());
        header.date(message.date());
        header.plain("Message-ID", message.messageId());
        message.headers().forEach(header::custom);
        header.plain("MIME-Version", "1.0");
    }

    private void part(Part part, int depth) {
        switch (part) {
            case Part.Text text -> text(text);
            case Part.File file -> file(file);
            case Part.Multipart multipart -> multipart(multipart, depth);
        }
    }

    private void text(Part.Text text) {
        ContentField.write(out, "Content-Type", "text/" + text.subtype(), UTF_8);
        endHeader(text.encoding());
        text.encoding().writeText(out, text.utf8());
    }

    private void file(Part.File file) {
        Attachment attachment = file.attachment();
        ContentField.write(out, "Content-Type", file.type().name(), file.type().parameters());
        String filename = attachment.filename();
        String contentId = attachment.contentId();
        ContentField.write(
                out,
                "Content-Disposition",
                contentId == null ? "attachment" : "inline",
                filename == null || filename.isEmpty() ? Map.of() : Map.of("filename", filename));
        if (contentId != null)
            out.ascii("Content-ID: <").ascii(contentId).add('>').crlf();
        endHeader(file.encoding());
        byte[] content = attachment.content();
        if (file.encoding() == TransferEncoding.BASE64) TransferEncoding.writeBase64(out, content);
        else out.add(content, 0, content.length);
    }

    private void endHeader(TransferEncoding encoding) {
        out.ascii("Content-Transfer-Encoding: ").ascii(encoding.token()).crlf().crlf();
    }

    // RFC 2046 §5.1.1: the line break before a delimiter belongs to the delimiter, so a part keeps its own.
    private void multipart(Part.Multipart multipart, int depth) {
        String delimiter = boundary.at(depth);
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("boundary", delimiter);
        if (multipart.subtype().equals("related")) parameters.put("type", "text/html"); // RFC 2387 §3.1
        ContentField.write(out, "Content-Type", "multipart/" + multipart.subtype(), parameters);
        out.crlf();
        for (Part part : multipart.parts()) {
            out.ascii("--").ascii(delimiter).crlf();
            part(part, depth + 1);
            out.crlf();
        }
        out.ascii("--").ascii(delimiter).ascii("--");
    }

    private static int estimate(Part part) {
        return switch (part) {
            case Part.Text text -> text.utf8().length + text.utf8().length / 4;
            case Part.File file ->
                512
                        + file.attachment().content().length / 3 * 4
                        + file.attachment().content().length / 38;
            case Part.Multipart multipart ->
                multipart.parts().stream().mapToInt(MessageComposer::estimate).sum();
        };
    }
}
