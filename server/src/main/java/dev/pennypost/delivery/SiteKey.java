package dev.pennypost.delivery;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.TlsMode;

/// What deliveries have in common that may use the same connection.
///
/// @param destination the servers: the same exchangers, or the server the operator mapped the domain to
/// @param pool the addresses they leave from
/// @param site the name it is counted under, which several destinations of one provider share
/// @param domain a recipient domain that leads there
record SiteKey(String destination, TlsMode tls, String pool, String site, DomainName domain) {
    @Override
    public boolean equals(Object other) {
        return other instanceof SiteKey key
                && destination.equals(key.destination)
                && tls == key.tls
                && pool.equals(key.pool);
    }

    @Override
    public int hashCode() {
        return (destination.hashCode() * 31 + tls.hashCode()) * 31 + pool.hashCode();
    }
}
