/// Mail protocols and formats as the RFCs define them: bytes and answers in, values out. No database, no HTTP,
/// no clock of its own; DNS comes in through [dev.pennypost.mail.dns.Resolver].
@NullMarked
package dev.pennypost.mail;

import org.jspecify.annotations.NullMarked;
