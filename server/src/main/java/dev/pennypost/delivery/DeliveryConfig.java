package dev.pennypost.delivery;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Key;
import dev.pennypost.config.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Settings of the mail engine.
public record DeliveryConfig(
        @Key("Host name said in EHLO; must resolve to the sending address. Empty: the machine's name.")
        String heloName,

        @Key(
                "Where to deliver instead of the recipient domain's MX: domain (or `*`) to host:port, as in other mail servers. Rules for sites (`traffic.site-rules`) that name the host hold, and those of a line named `host:port`.")
        Map<String, HostPort> transport,

        @Key(
                "Logins at servers of `transport`: host:port to `user password`. They are given over TLS, or to this machine itself, and nowhere else.")
        Map<String, Secret> transportLogins,

        @Key(
                value =
                        "Simultaneous connections to one server of `transport`, and of this node to the exchangers of one domain; rules for sites may allow fewer.",
                or = "24")
        int connectionsPerDestination,

        @Key(value = "Simultaneous connections in all.", or = "512")
        int connections,

        @Key(
                value =
                        "Deliver to loopback and private addresses that MX records name. Destinations in `transport` are always allowed.",
                or = "false")
        boolean privateAddresses,

        @Key(value = "When servers are spoken to over IPv6: `never`, `last` or `first`.", or = "last")
        Ipv6 ipv6,

        @Key(value = "Hours after which an email that cannot be delivered bounces.", or = "48")
        int giveUpHours,

        @Key(
                value =
                        "Days after which the attempts for an email are forgotten, with what servers said; 40 at least.",
                or = "90")
        int keepAttemptsDays,

        @Key(
                "Domain, such as `resend.dev`, whose `delivered@`, `bounced@`, `complained@` and `suppressed@` stand for what becomes of an email. No server is connected to for it. Empty: none. `dev` has them at resend.dev.")
        String testAddresses,

        @Key(
                value =
                        "Whether a domain with `tls` set to `enforced` has its mail delivered only to servers whose certificate is trusted and names them, besides being encrypted.",
                or = "false")
        boolean enforcedTlsVerifies,

        @Key(
                "File of rules of your own that say what refusals mean, asked before those that come with Pennypost; in the form of replies.rules. Empty: none.")
        String replyRules) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1");

    /// The defaults with these.
    public static DeliveryConfig usual(String heloName, Map<String, HostPort> transport) {
        return new DeliveryConfig(heloName, transport, Map.of(), 24, 512, false, Ipv6.LAST, 48, 90, "", false, "");
    }

    /// The same with everything going to one server, but for what is mapped to servers on this machine.
    public DeliveryConfig allTo(String heloName, HostPort server) {
        var inside = new HashMap<>(transport);
        leadingOut().forEach(inside::remove);
        inside.put("*", server);
        return new DeliveryConfig(
                heloName,
                inside,
                Map.of(),
                connectionsPerDestination,
                connections,
                privateAddresses,
                ipv6,
                giveUpHours,
                keepAttemptsDays,
                testAddresses,
                enforcedTlsVerifies,
                replyRules);
    }

    /// The domains of `transport` whose servers are not on this machine.
    public Set<String> leadingOut() {
        return transport.entrySet().stream()
                .filter(entry -> !LOOPBACK.contains(entry.getValue().host()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The same with another domain of test addresses.
    public DeliveryConfig withTestAddresses(String domain) {
        return new DeliveryConfig(
                heloName,
                transport,
                transportLogins,
                connectionsPerDestination,
                connections,
                privateAddresses,
                ipv6,
                giveUpHours,
                keepAttemptsDays,
                domain,
                enforcedTlsVerifies,
                replyRules);
    }
}
