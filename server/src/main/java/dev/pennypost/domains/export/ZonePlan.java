package dev.pennypost.domains.export;

import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;

/// The records to export, and the zone they belong into.
///
/// @param nameServers those of the zone, as far as they are known
public record ZonePlan(
        DomainName domain,
        DomainName zone,
        List<DomainName> nameServers,
        Provider provider,
        List<PlannedRecord> records) {
    public ZonePlan {
        nameServers = List.copyOf(nameServers);
        records = List.copyOf(records);
    }
}
