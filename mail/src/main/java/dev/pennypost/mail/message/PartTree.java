package dev.pennypost.mail.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Arranges what a message says into its MIME tree: mixed( alternative( text, related( html, images )), files ).
final class PartTree {
    private PartTree() {}

    static Part of(OutgoingMessage message) {
        List<Attachment> files = message.html() == null ? message.attachments() : message.attached();
        if (files.isEmpty()) return body(message);
        var parts = new ArrayList<Part>();
        if (message.hasBody()) parts.add(body(message));
        files.forEach(file -> parts.add(file(file)));
        return new Part.Multipart("mixed", parts);
    }

    // RFC 2046 §5.1.4: the alternatives in the order of increasing faithfulness.
    private static Part body(OutgoingMessage message) {
        String text = message.text();
        String html = message.html();
        if (html == null) return text("plain", text == null ? "" : text);
        if (text == null) return related(html, message.inline());
        return new Part.Multipart("alternative", List.of(text("plain", text), related(html, message.inline())));
    }

    private static Part related(String html, List<Attachment> images) {
        if (images.isEmpty()) return text("html", html);
        var parts = new ArrayList<Part>();
        parts.add(text("html", html));
        images.forEach(image -> parts.add(file(image)));
        return new Part.Multipart("related", parts);
    }

    private static Part text(String subtype, String content) {
        byte[] utf8 = content.getBytes(StandardCharsets.UTF_8);
        return new Part.Text(subtype, utf8, TransferEncoding.ofText(utf8));
    }

    // RFC 2045 §6.4 forbids to encode a composite type: what cannot travel as it is becomes a plain file.
    private static Part file(Attachment attachment) {
        MediaType type = MediaType.of(attachment.contentType());
        if (!type.isComposite()) return new Part.File(attachment, type, TransferEncoding.BASE64);
        if (type.name().equals("message/rfc822") && TransferEncoding.isSevenBit(attachment.content()))
            return new Part.File(attachment, type, TransferEncoding.SEVEN_BIT);
        return new Part.File(attachment, MediaType.OCTET_STREAM, TransferEncoding.BASE64);
    }
}
