package dev.pennypost.mail.smtp;

/// What octets a message is made of, as MAIL announces it (RFC 6152 §2).
public enum Body {
    SEVEN_BIT,
    EIGHT_BIT_MIME
}
