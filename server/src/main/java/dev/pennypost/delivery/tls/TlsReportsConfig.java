package dev.pennypost.delivery.tls;

import dev.pennypost.config.Key;

/// Settings of TLS reports.
public record TlsReportsConfig(
        @Key(
                "Address that daily TLS reports (RFC 8460) are sent from, at a verified domain of the operator's own team, the first. Empty: no reports are sent, and nothing is counted for them.")
        String from,

        @Key("Who reports, as reports name it. Empty: the domain of `from`.")
        String organization) {
    /// No reports.
    public static final TlsReportsConfig OFF = new TlsReportsConfig("", "");

    public boolean isOn() {
        return !from.isEmpty();
    }
}
