package dev.pennypost.mail.dns;

/// A question to one server.
///
/// @param manner what kind of server it is meant for
public record Question(DomainName name, RecordType type, Manner manner) {
    /// A question for what the server itself has authority over.
    public static Question ofAuthority(DomainName name, RecordType type) {
        return new Question(name, type, Manner.AUTHORITY);
    }

    /// A question that the server shall find the answer to.
    public static Question recursive(DomainName name, RecordType type) {
        return new Question(name, type, Manner.RECURSIVE);
    }

    /// How a server is to go about a question.
    public enum Manner {
        /// From its own zones (RFC 1035 §4.1.1: RD is not set).
        AUTHORITY,
        /// By asking others where need be (RD).
        RECURSIVE,
        /// As [#RECURSIVE], and without withholding what fails validation (RFC 4035 §3.2.2: CD; RFC 3225: DO).
        UNVALIDATED
    }
}
