package dev.pennypost.mail.dmarc;

/// How close an authenticated domain must be to the author's (RFC 9989 §4.4).
public enum Alignment {
    /// The same organizational domain.
    RELAXED,
    /// The same domain.
    STRICT
}
