package dev.pennypost.sandbox;

import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Zone;
import java.net.InetAddress;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The hosts of the sandbox's operator, all of them this machine. Each is a zone of its own, so that `pennypost.test`
/// can be added as a domain like any other.
final class OperatorHosts {
    /// Says EHLO.
    static final DomainName SENDER = new DomainName("mta.pennypost.test");

    /// Receives bounces: the MX of return paths.
    static final DomainName FEEDBACK = new DomainName("feedback.pennypost.test");

    /// Lists the sending addresses; customers' SPF records include it.
    static final DomainName SPF = new DomainName("spf.pennypost.test");

    /// The mail exchanger.
    static final DomainName EXCHANGER = new DomainName("mx.pennypost.test");

    /// Serves tracked links: the target of tracking CNAMEs.
    static final DomainName LINKS = new DomainName("links.pennypost.test");

    /// What the records of domains lead into whose owners publish aliases.
    static final DomainName DELEGATED = new DomainName("d.pennypost.test");

    /// Serves all zones.
    static final DomainName NAME_SERVER = new DomainName("ns.pennypost.test");

    private static final String SPF_RECORD = "v=spf1 ip4:127.0.0.0/8 ip6:::1 ~all";
    private static final DnsRecord LOOPBACK = new DnsRecord.Address(InetAddress.ofLiteral("127.0.0.1"));

    private OperatorHosts() {}

    static Map<DomainName, Zone> zones() {
        return Stream.of(SENDER, FEEDBACK, SPF, EXCHANGER, LINKS, NAME_SERVER)
                .map(OperatorHosts::zone)
                .collect(Collectors.toUnmodifiableMap(Zone::origin, Function.identity()));
    }

    private static Zone zone(DomainName host) {
        return PlannedZone.builder(host)
                .add(host, LOOPBACK)
                .add(host, new DnsRecord.Mx(10, EXCHANGER.ascii()))
                .add(host, new DnsRecord.Txt(SPF_RECORD))
                .build();
    }
}
