package dev.pennypost.mail.smtp.client;

/// A stage of an SMTP session, in the order they happen.
public enum Phase {
    CONNECT,
    GREETING,
    /// EHLO or, for servers from before 1995, HELO.
    EHLO,
    /// STARTTLS and the handshake after it.
    TLS,
    /// Where we have a login for the server.
    AUTH,
    RSET,
    MAIL,
    RCPT,
    /// The DATA command and the message up to, not including, the final dot.
    DATA,
    /// The final dot: its reply is the server taking responsibility (RFC 5321 §4.1.1.4).
    DOT,
    QUIT
}
