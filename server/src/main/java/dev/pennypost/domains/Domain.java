package dev.pennypost.domains;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.List;

/// A customer's domain with the records it needs.
///
/// @param records the plan in the order it is shown
public record Domain(DomainSummary summary, List<DomainRecord> records, CheckState checks, DnsFacts dns) {
    public Domain {
        records = List.copyOf(records);
    }

    public DomainId id() {
        return summary.id();
    }

    public TeamId team() {
        return summary.team();
    }

    public DomainName name() {
        return summary.name();
    }

    public DomainName zone() {
        return summary.zone();
    }

    public DomainStatus status() {
        return summary.status();
    }

    public Life life() {
        return summary.life();
    }

    public DomainSettings settings() {
        return summary.settings();
    }

    public Instant createdAt() {
        return summary.createdAt();
    }

    public List<PlannedRecord> plan() {
        return records.stream().map(DomainRecord::planned).toList();
    }

    /// The records of one purpose.
    public List<DomainRecord> records(Purpose purpose) {
        return records.stream()
                .filter(record -> record.planned().purpose() == purpose)
                .toList();
    }

    Domain with(Life life) {
        return new Domain(summary.with(life), records, checks, dns);
    }

    Domain with(List<DomainRecord> changed) {
        return new Domain(summary, changed, checks, dns);
    }

    Domain with(CheckState changed) {
        return new Domain(summary, records, changed, dns);
    }
}
