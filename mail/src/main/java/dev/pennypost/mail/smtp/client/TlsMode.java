package dev.pennypost.mail.smtp.client;

/// How much encryption a delivery insists on, whatever the destination has to say; [TlsDemand] is what one session
/// asks.
public enum TlsMode {
    /// Never STARTTLS.
    NONE,
    /// As opportunistic as can be, also where the receiver demands more: for reports of how its TLS fails (RFC
    /// 8460 §3).
    RELAXED,
    /// STARTTLS when offered, any certificate (RFC 7435). A failed handshake fails the session: reconnecting in
    /// the clear is the caller's decision.
    OPPORTUNISTIC,
    /// STARTTLS must be offered and work; any certificate the unverified context takes.
    REQUIRED,
    /// STARTTLS must work, and the certificate must chain to a trusted root and name the host.
    REQUIRED_VERIFIED
}
