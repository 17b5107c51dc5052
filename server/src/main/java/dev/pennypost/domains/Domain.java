package dev.pennypost.domains;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.List;

/// A customer's domain with the records it needs.
///
/// @param allRecords the plan in the order it is shown, with the records that are ours to publish
public record Domain(DomainSummary summary, List<DomainRecord> allRecords, CheckState checks, DnsFacts dns) {
    public Domain {
        allRecords = List.copyOf(allRecords);
    }

    /// The records that are the owner's to publish.
    public List<DomainRecord> records() {
        return allRecords.stream().filter(record -> !record.planned().managed()).toList();
    }

    /// The records that we publish, because the owner's lead into our zone.
    public List<DomainRecord> managedRecords() {
        return allRecords.stream().filter(record -> record.planned().managed()).toList();
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

    /// What the owner is asked to publish.
    public List<PlannedRecord> plan() {
        return records().stream().map(DomainRecord::planned).toList();
    }

    /// The owner's records of one purpose.
    public List<DomainRecord> records(Purpose purpose) {
        return records().stream()
                .filter(record -> record.planned().purpose() == purpose)
                .toList();
    }

    Domain with(Life life) {
        return new Domain(summary.with(life), allRecords, checks, dns);
    }

    Domain with(List<DomainRecord> changed) {
        return new Domain(summary, changed, checks, dns);
    }

    Domain with(CheckState changed) {
        return new Domain(summary, allRecords, changed, dns);
    }
}
