package dev.pennypost.delivery;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Key;
import dev.pennypost.delivery.tls.TlsRules;
import java.util.List;
import java.util.Map;

/// Settings of the mail engine.
public record DeliveryConfig(
        @Key("Host name said in EHLO; must resolve to the sending address. Empty: the machine's name.")
        String heloName,

        @Key(
                "Where to deliver instead of the recipient domain's MX: domain (or `*`) to host:port, as in other mail servers.")
        Map<String, HostPort> transport,

        @Key(value = "Simultaneous connections to one destination.", or = "24")
        int connectionsPerDestination,

        @Key(value = "Simultaneous connections in all.", or = "512")
        int connections,

        @Key(
                value =
                        "Deliver to loopback and private addresses that MX records name. Destinations in `transport` are always allowed.",
                or = "false")
        boolean privateAddresses,

        @Key(value = "Hours after which an email that cannot be delivered bounces.", or = "48")
        int giveUpHours,

        @Key(
                "Domain, such as `resend.dev`, whose `delivered@`, `bounced@`, `complained@` and `suppressed@` stand for what becomes of an email. No server is connected to for it. Empty: none. `dev` has them at resend.dev.")
        String testAddresses,

        @Key(
                value =
                        "Whether a domain with `tls` set to `enforced` has its mail delivered only to servers whose certificate is trusted and names them, besides being encrypted.",
                or = "false")
        boolean enforcedTlsVerifies,

        @Key(
                "Mail servers, at or below these names, that are never spoken to in the clear, such as `google.com`: they put off what comes unencrypted.")
        List<String> tlsRequiredHosts) {
    /// No demands for encryption but those of domains.
    public DeliveryConfig(
            String heloName,
            Map<String, HostPort> transport,
            int connectionsPerDestination,
            int connections,
            boolean privateAddresses,
            int giveUpHours,
            String testAddresses) {
        this(
                heloName,
                transport,
                connectionsPerDestination,
                connections,
                privateAddresses,
                giveUpHours,
                testAddresses,
                false,
                List.of());
    }

    /// What is said here about encryption.
    ///
    /// @throws dev.pennypost.config.CannotStart when a required host is not a name
    public TlsRules tlsRules() {
        return TlsRules.of(enforcedTlsVerifies, tlsRequiredHosts);
    }
}
