/// Receives messages over SMTP: the conversation as a pure value machine, and a small server that carries it
/// over sockets. What is accepted, from whom and for whom, is asked of a
/// [dev.pennypost.mail.smtp.server.MailHandler]. Serves the sandbox's mail exchanger, and any other door that
/// speaks SMTP.
@NullMarked
package dev.pennypost.mail.smtp.server;

import org.jspecify.annotations.NullMarked;
