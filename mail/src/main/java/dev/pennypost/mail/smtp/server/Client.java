package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.TlsFacts;
import java.net.InetAddress;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is speaking to us: what a Received header and an SPF check need to know.
///
/// @param helo the name from EHLO or HELO, as claimed; empty before it was given
/// @param greeting which of the two it was
/// @param tlsFacts null in the clear
/// @param principal who it has logged in as; null before that, and where nobody can
public record Client(
        InetAddress address,
        String helo,
        Greeting greeting,
        @Nullable TlsFacts tlsFacts,
        @Nullable Principal principal) {
    public enum Greeting {
        NONE,
        HELO,
        EHLO
    }

    public Optional<TlsFacts> tls() {
        return Optional.ofNullable(tlsFacts);
    }

    public Optional<Principal> login() {
        return Optional.ofNullable(principal);
    }

    Client greeting(String name, Greeting other) {
        return new Client(address, name, other, tlsFacts, principal);
    }

    Client loggedIn(Principal who) {
        return new Client(address, helo, greeting, tlsFacts, who);
    }

    /// The protocol word of a Received header (RFC 3848, RFC 6531 §4.3).
    public String protocol(boolean smtpUtf8) {
        if (!smtpUtf8 && greeting != Greeting.EHLO) return "SMTP";
        return (smtpUtf8 ? "UTF8SMTP" : "ESMTP") + (tlsFacts == null ? "" : "S") + (principal == null ? "" : "A");
    }
}
