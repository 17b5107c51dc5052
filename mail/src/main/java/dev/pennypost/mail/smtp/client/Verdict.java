package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.smtp.Reply;

/// What a transaction came to for one recipient.
public sealed interface Verdict {

    /// The server has taken responsibility: a positive reply to the final dot.
    record Accepted(Reply reply) implements Verdict {}

    /// The server said no, for now (4xx) or for good (5xx), in reply to MAIL, RCPT, DATA or the final dot. A
    /// 421 is said to every recipient that had no answer yet.
    record Refused(Phase phase, Reply reply) implements Verdict {}

    /// The server said nothing conclusive.
    ///
    /// @param mayHaveBeenDelivered the final dot was sent and its reply is missing (RFC 1047), so trying again
    /// may make a duplicate; otherwise the server cannot have the message
    record Unanswered(Failure failure, boolean mayHaveBeenDelivered) implements Verdict {}
}
