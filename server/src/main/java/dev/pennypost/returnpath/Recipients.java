package dev.pennypost.returnpath;

import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.server.Client;

/// Some of the addresses that mail comes to at one port.
@FunctionalInterface
public interface Recipients {
    /// Looks up an address, given without angle brackets. Asked again when the message has come.
    Answer of(String address);

    /// Whose an address is.
    sealed interface Answer {
        /// Ours, and mail for it is taken.
        record Taken(Taker by) implements Answer {}

        /// Ours, and mail for it is refused.
        record Refused(Reply why) implements Answer {}

        /// Not ours; somebody else may be asked.
        record Foreign() implements Answer {}
    }

    /// Takes mail for one address.
    @FunctionalInterface
    interface Taker {
        /// A positive reply takes responsibility, so it comes when what follows from the message is committed.
        ///
        /// @param client who hands it in
        /// @param reversePath without angle brackets; empty for none
        /// @param message perhaps cut off at its end
        Reply take(Client client, String reversePath, byte[] message);
    }
}
