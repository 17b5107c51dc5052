package dev.pennypost.mail.spf;

/// Which name of the SMTP conversation is checked (RFC 7208 §2.3, §2.4).
public enum SpfIdentity {
    HELO,
    MAIL_FROM
}
