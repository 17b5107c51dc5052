package dev.pennypost.domains;

import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.RecordState;
import dev.pennypost.domains.records.PlannedRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A planned record and how it stands in DNS.
///
/// @param status what its owner is told
/// @param seen how it stood at the last examination; null before the first
/// @param findings what that examination has to say about it
/// @param clearsAt when caches that hold an old answer forget it; null when none is known to
/// @param since when the search for it began; null while it is not searched for
/// @param misses examinations in a row in which the zone's own servers did not have it
public record DomainRecord(
        PlannedRecord planned,
        RecordStatus status,
        @Nullable RecordState seen,
        List<Finding> findings,
        @Nullable Instant clearsAt,
        @Nullable Instant since,
        int misses) {
    public DomainRecord {
        findings = List.copyOf(findings);
    }

    /// A record nobody looked for yet.
    public static DomainRecord unchecked(PlannedRecord planned) {
        return new DomainRecord(planned, RecordStatus.NOT_STARTED, null, List.of(), null, null, 0);
    }

    /// The same record under another plan, such as one that spells its value anew.
    DomainRecord as(PlannedRecord other) {
        return new DomainRecord(other, status, seen, findings, clearsAt, since, misses);
    }

    DomainRecord searchedFrom(Instant now) {
        return new DomainRecord(planned, RecordStatus.PENDING, seen, findings, clearsAt, now, 0);
    }
}
