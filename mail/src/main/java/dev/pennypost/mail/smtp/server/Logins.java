package dev.pennypost.mail.smtp.server;

import java.net.InetAddress;
import java.util.function.Predicate;

/// That a server serves only who has logged in, and how one does.
///
/// @param inTheClear which clients may show their password without TLS
public record Logins(Authenticator authenticator, Predicate<InetAddress> inTheClear) {
    /// Passwords travel inside TLS only (RFC 8314 §4.1).
    public static Logins encrypted(Authenticator authenticator) {
        return new Logins(authenticator, _ -> false);
    }
}
