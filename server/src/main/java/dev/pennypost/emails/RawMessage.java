package dev.pennypost.emails;

import dev.pennypost.mail.smtp.Body;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A message as its sender wrote it, which is delivered as it is wherever servers take it so.
///
/// @param octets header and body with CRLF line ends (RFC 5322)
/// @param smtpUtf8 only servers that offer SMTPUTF8 may have it (RFC 6531 §3.4)
@SuppressWarnings("ArrayRecordComponent")
public record RawMessage(byte[] octets, boolean smtpUtf8) {
    /// A field with its folded lines (RFC 5322 §2.2.3).
    private static final Pattern MESSAGE_ID =
            Pattern.compile("^message-id[ \\t]*:[^\\r\\n]*(?:\\r\\n[ \\t][^\\r\\n]*)*(?:\\r\\n)?", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    /// The same without its Message-ID field (RFC 5322 §3.6.4): whoever gets a message twice under one is shown it once.
    RawMessage withoutMessageId() {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String header = end < 0 ? text : text.substring(0, end + 2);
        String kept = MESSAGE_ID.matcher(header).replaceAll("");
        return new RawMessage(
                (kept + text.substring(header.length())).getBytes(StandardCharsets.ISO_8859_1), smtpUtf8);
    }

    Body body() {
        for (byte octet : octets) if (octet < 0) return Body.EIGHT_BIT_MIME;
        return Body.SEVEN_BIT;
    }
}
