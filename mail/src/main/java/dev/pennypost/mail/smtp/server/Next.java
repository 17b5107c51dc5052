package dev.pennypost.mail.smtp.server;

/// What a [ServerConversation] wants to happen once its reply has been sent.
public enum Next {
    COMMAND,
    /// Read a message up to CRLF.CRLF.
    MESSAGE,
    /// Drop what has been received and negotiate TLS.
    TLS,
    CLOSE
}
