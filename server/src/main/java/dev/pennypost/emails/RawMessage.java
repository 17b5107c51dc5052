package dev.pennypost.emails;

import dev.pennypost.mail.smtp.Body;

/// A message as its sender wrote it, which is delivered as it is wherever servers take it so.
///
/// @param octets header and body with CRLF line ends (RFC 5322)
/// @param smtpUtf8 only servers that offer SMTPUTF8 may have it (RFC 6531 §3.4)
@SuppressWarnings("ArrayRecordComponent")
public record RawMessage(byte[] octets, boolean smtpUtf8) {
    Body body() {
        for (byte octet : octets) if (octet < 0) return Body.EIGHT_BIT_MIME;
        return Body.SEVEN_BIT;
    }
}
