package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What DNS was seen to serve for a domain at one time.
///
/// @param zone the apex of the zone that holds the domain; null when DNS could not tell
/// @param nameServers the zone's name servers, as its parent lists them
/// @param provider the name of the company that runs them; null when unknown
/// @param findings what concerns the whole domain, such as a broken delegation
/// @param records one report for each planned record, in the order of the plan
public record Examination(
        @Nullable DomainName zone,
        List<DomainName> nameServers,
        @Nullable String provider,
        List<Finding> findings,
        List<RecordReport> records) {
    public Examination {
        nameServers = List.copyOf(nameServers);
        findings = List.copyOf(findings);
        records = List.copyOf(records);
    }
}
