package dev.pennypost.mail.smtp.server;

/// What a [ServerConversation] wants to happen once its reply has been sent.
public enum Next {
    COMMAND,
    /// Read a line that answers a 334.
    RESPONSE,
    /// Read a message up to CRLF.CRLF.
    MESSAGE,
    /// Drop what has been received and negotiate TLS.
    TLS,
    CLOSE
}
