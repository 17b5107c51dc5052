/// SMTP (RFC 5321): replies, the client conversation and the server conversation.
@NullMarked
package dev.pennypost.mail.smtp;

import org.jspecify.annotations.NullMarked;
