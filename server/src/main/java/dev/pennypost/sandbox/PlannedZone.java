package dev.pennypost.sandbox;

import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Zone;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// Zones as a domain's owner would make them who does exactly as told.
final class PlannedZone {
    /// Short, so that what changes in the sandbox is seen at once.
    static final Duration TTL = Duration.ofSeconds(1);

    private PlannedZone() {}

    static Zone empty(DomainName origin) {
        return builder(origin).build();
    }

    /// Every record of the domain's plan.
    static Zone of(Domain domain) {
        var zone = builder(domain.name());
        for (DomainRecord record : domain.records()) zone.add(record.planned().name(), data(record.planned()));
        return zone.build();
    }

    static Zone.Builder builder(DomainName origin) {
        return Zone.at(origin).ttl(TTL).nameServers(List.of(OperatorHosts.NAME_SERVER));
    }

    private static DnsRecord data(PlannedRecord planned) {
        String value = planned.value();
        return switch (planned.type()) {
            case MX -> new DnsRecord.Mx(planned.priority() == null ? 0 : planned.priority(), value);
            case TXT -> new DnsRecord.Txt(value);
            case CNAME, NS, PTR -> new DnsRecord.Name(planned.type(), DomainName.ofDns(value));
            case A, AAAA -> new DnsRecord.Address(InetAddress.ofLiteral(value));
            case CAA -> caa(value);
            case SOA, TLSA, SPF -> throw unplanned(planned.type());
        };
    }

    /// RFC 8659 §4.1.1: flags, tag and the value in quotes.
    private static DnsRecord caa(String presentation) {
        String[] parts = presentation.split(" ", 3);
        if (parts.length != 3) throw new IllegalArgumentException("not a CAA record: " + presentation);
        return new DnsRecord.Caa(Integer.parseInt(parts[0]), parts[1], parts[2].replace("\"", ""));
    }

    private static IllegalArgumentException unplanned(RecordType type) {
        return new IllegalArgumentException("no owner of a domain is asked to publish " + type);
    }
}
