package dev.pennypost.mail.smtp.server;

/// What came between DATA and the final dot.
sealed interface Content {
    /// Canonical: CRLF line ends only, dot-stuffing undone. Cut off where the server keeps no more.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Message(byte[] octets) implements Content {}

    /// Larger than the limit; read to its end, not kept.
    record TooBig() implements Content {}

    /// So much larger that reading on to the end is no use.
    record Endless() implements Content {}

    /// Has a CR or LF on its own. Where such a message ends is a matter of opinion, and mail is smuggled
    /// between two opinions (RFC 5321 §2.3.8): ours is that only CRLF.CRLF ends it, and that nobody gets to see
    /// it.
    record BareLineEnd() implements Content {}
}
