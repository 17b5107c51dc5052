package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Reply;
import java.security.Principal;

/// Tells who somebody is by a name and a password (RFC 4954). One serves all connections at once; each call
/// blocks its own connection only. One that throws is answered for with a 454.
@FunctionalInterface
public interface Authenticator {
    Answer login(Client client, String user, String password);

    sealed interface Answer {
        /// The client is this one from here on, until the connection ends or starts over inside TLS.
        record Welcome(Principal principal) implements Answer {}

        /// @param reply such as `535 5.7.8`; a 421 ends the connection
        record Refused(Reply reply) implements Answer {}
    }
}
