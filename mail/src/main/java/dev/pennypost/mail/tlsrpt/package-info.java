/// TLS reports (RFC 8460): who wants them, what is counted in them, and their forms as JSON and as a message. Says
/// nothing about sending: counting sessions and delivering reports is the caller's part.
@NullMarked
package dev.pennypost.mail.tlsrpt;

import org.jspecify.annotations.NullMarked;
