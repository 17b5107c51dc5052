/// DomainKeys Identified Mail: signing what we send, verifying what we receive (RFC 6376, RFC 8301, RFC 8463).
/// Messages are bytes with CRLF line ends, exactly as they go over SMTP before dot-stuffing. Keys live in DNS, which
/// is reached through [dev.pennypost.mail.dns.Resolver] only.
@NullMarked
package dev.pennypost.mail.dkim;

import org.jspecify.annotations.NullMarked;
