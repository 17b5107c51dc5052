package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;

/// Decides what a server accepts. One handler serves all connections at once; each call blocks its own
/// connection only. A handler that throws is answered for with a 451.
public interface MailHandler {

    /// @param reversePath without angle brackets; empty for the null reverse path
    default Reply mailFrom(Client client, String reversePath, MailParameters parameters) {
        return Reply.of(250, "2.1.0 ok");
    }

    /// @param forwardPath without angle brackets; a mailbox, or `postmaster` alone (RFC 5321 §4.5.1)
    Reply rcptTo(Client client, String reversePath, String forwardPath);

    /// A positive reply takes responsibility for the message (RFC 5321 §4.2.5), so it is given when the message
    /// is safe and not before.
    ///
    /// @param envelope holds the recipients that were accepted, at least one
    /// @param message canonical: CRLF line ends only, dot-stuffing undone, not larger than the limit and
    /// cut off where [ServerLimits#keptOctets()] ends
    Reply data(Client client, Envelope envelope, byte[] message);
}
