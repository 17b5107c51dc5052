package dev.pennypost.testkit;

/// A point of an SMTP session at which a [FakeMx] can be scripted: just before it would answer.
public enum MxMoment {
    GREETING,
    EHLO,
    HELO,
    STARTTLS,
    RSET,
    MAIL,
    RCPT,
    DATA,
    /// The first octets of a message have been read, the rest not. Says nothing unless scripted.
    CONTENT,
    DOT,
    QUIT,
    /// Any other command.
    OTHER
}
