package dev.pennypost.delivery;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.TlsMode;

/// What deliveries have in common that may use the same connection.
///
/// @param destination the recipients' domain, or the server the operator mapped it to
/// @param domain a recipient domain that leads there
record SiteKey(String destination, TlsMode tls, DomainName domain) {
    @Override
    public boolean equals(Object other) {
        return other instanceof SiteKey(String itsDestination, TlsMode itsTls, DomainName _)
                && destination.equals(itsDestination)
                && tls == itsTls;
    }

    @Override
    public int hashCode() {
        return destination.hashCode() * 31 + tls.hashCode();
    }
}
