package dev.pennypost.sandbox;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.pennypost.mail.mime.ParsedAttachment;
import dev.pennypost.mail.mime.ParsedHeader;
import dev.pennypost.mail.mime.ParsedMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One mail with what it says and what a receiver would think of it.
///
/// @param tls the protocol, null when the mail came in the clear
record MailJson(
        @JsonUnwrapped MailItemJson item,
        String helo,
        String clientIp,
        @Nullable String tls,
        List<Header> headers,
        @Nullable String text,
        @Nullable String html,
        List<Attachment> attachments,
        Verdicts verdicts) {
    static MailJson of(CaughtMail mail, ParsedMessage parsed, Verdicts verdicts) {
        return new MailJson(
                MailItemJson.of(mail),
                mail.helo(),
                mail.clientIp(),
                mail.tls(),
                parsed.headers().stream().map(Header::of).toList(),
                parsed.text(),
                parsed.html(),
                parsed.attachments().stream().map(Attachment::of).toList(),
                verdicts);
    }

    /// A header field, decoded.
    record Header(String name, String value) {
        static Header of(ParsedHeader header) {
            return new Header(header.name(), header.value());
        }
    }

    /// A part that is neither text nor HTML of the body, without its content.
    record Attachment(
            @Nullable String filename,
            String contentType,
            @Nullable String contentId,
            int size) {
        static Attachment of(ParsedAttachment part) {
            return new Attachment(part.filename(), part.contentType(), part.contentId(), part.size());
        }
    }
}
