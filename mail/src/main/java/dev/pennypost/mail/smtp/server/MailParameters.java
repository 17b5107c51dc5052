package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Body;

/// What a client announced about its message with MAIL.
///
/// @param size the size it expects (RFC 1870), or -1
/// @param smtpUtf8 addresses or headers are internationalised (RFC 6531)
public record MailParameters(long size, Body body, boolean smtpUtf8) {
    static final MailParameters NONE = new MailParameters(-1, Body.SEVEN_BIT, false);
}
