package dev.pennypost.delivery.tls;

import dev.pennypost.config.Key;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.dns.DomainName;

/// Settings of TLS reports.
public record TlsReportsConfig(
        @Key(
                "Address that daily TLS reports (RFC 8460) are sent from, at a verified domain of the operator's own team, the first. Keys that are made for the domain afterwards are published with `s=*:tlsrpt`, which receivers may insist on. Empty: no reports are sent, and nothing is counted for them.")
        String from,

        @Key("Who reports, as reports name it. Empty: the domain of `from`.")
        String organization) {
    /// No reports.
    public static final TlsReportsConfig OFF = new TlsReportsConfig("", "");

    public boolean isOn() {
        return !from.isEmpty();
    }

    /// Whether this is the domain of the address that reports are sent from.
    public boolean isSentFrom(DomainName domain) {
        try {
            return isOn() && Address.parse(from).domain().equals(domain);
        } catch (BadAddress bad) {
            return false; // whoever sends reports says so
        }
    }
}
