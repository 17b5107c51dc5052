package dev.pennypost.sandbox;

import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Zone;
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
        for (DomainRecord record : domain.records()) zone.add(record.planned().name(), record.planned().data());
        return zone.build();
    }

    static Zone.Builder builder(DomainName origin) {
        return Zone.at(origin).ttl(TTL).nameServers(List.of(OperatorHosts.NAME_SERVER));
    }
}
