package dev.pennypost.domains.delegation;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.config.Key;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Settings of the operator's zone and of the DNS server that answers for it.
public record DelegationConfig(
        @Key(
                "Zone of yours that owners of domains may point CNAME and NS records into, such as `d.example.net`. The zone above it must hand it to `ns1.<zone>`, `ns2.<zone>` and so on, one for each of `delegation.addresses`. Empty: owners publish every record themselves.")
        String zone,

        @Key("Public addresses at which the zone's DNS servers answer, in the order of their names `ns1`, `ns2`, ….")
        List<InetAddress> addresses,

        @Key(
                "Addresses and ports where this process answers DNS questions about the zone, such as `0.0.0.0:53`. Empty: other nodes do.")
        List<HostPort> listen,

        @Key(value = "Seconds for which resolvers may remember what the zone says.", or = "300")
        int ttlSeconds,

        @Key(value = "Days after which the DKIM key of a domain that leads into the zone is replaced.", or = "90")
        int rotateKeysDays,

        @Key(
                value =
                        "Answers a second over UDP to one network (an IPv4 /24, an IPv6 /56); what is above gets no answer, or a hint to ask by TCP. 0: no limit.",
                or = "100")
        int answersPerSecond) {
    /// No zone: the owner publishes everything.
    public static final DelegationConfig OFF = new DelegationConfig("", List.of(), List.of(), 300, 90, 100);

    public DelegationConfig {
        addresses = List.copyOf(addresses);
        listen = List.copyOf(listen);
    }

    /// The zone, if there is one.
    ///
    /// @throws CannotStart when it lacks addresses, or its name is none
    public Optional<OperatorZone> operatorZone() {
        if (zone.isEmpty()) return Optional.empty();
        if (addresses.isEmpty())
            throw new CannotStart("delegation.addresses is empty: say where the servers of " + zone + " answer");
        return Optional.of(new OperatorZone(
                name(zone), addresses, Duration.ofSeconds(ttlSeconds), Duration.ofDays(rotateKeysDays)));
    }

    private static DomainName name(String zone) {
        try {
            return DomainName.parse(zone);
        } catch (BadDomainName bad) {
            throw new CannotStart("delegation.zone: `" + zone + "` " + bad.why(), bad);
        }
    }
}
