package dev.pennypost.delivery.tls;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.TlsMode;

/// What a session is to be opened for.
///
/// @param domain the recipient's
/// @param own what the sending domain demands
/// @param serverInsists whether the server is known to turn mail in the clear away
public record TlsWish(DomainName domain, TlsMode own, boolean serverInsists) {}
