package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.TlsFacts;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is speaking to us: what a Received header and an SPF check need to know.
///
/// @param helo the name from EHLO or HELO, as claimed; empty before it was given
/// @param greeting which of the two it was
/// @param tlsFacts null in the clear
public record Client(
        InetAddress address,
        String helo,
        Greeting greeting,
        @Nullable TlsFacts tlsFacts) {
    public enum Greeting {
        NONE,
        HELO,
        EHLO
    }

    public Optional<TlsFacts> tls() {
        return Optional.ofNullable(tlsFacts);
    }

    /// The protocol word of a Received header (RFC 3848, RFC 6531 §4.3).
    public String protocol(boolean smtpUtf8) {
        if (smtpUtf8) return tlsFacts == null ? "UTF8SMTP" : "UTF8SMTPS";
        if (greeting != Greeting.EHLO) return "SMTP";
        return tlsFacts == null ? "ESMTP" : "ESMTPS";
    }
}
