package dev.pennypost.domains;

import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.records.PlannedRecord;
import java.util.List;

/// A planned record and how it stands in DNS.
///
/// @param findings what the last check has to say about it
public record DomainRecord(PlannedRecord planned, RecordStatus status, List<Finding> findings) {
    public DomainRecord {
        findings = List.copyOf(findings);
    }
}
