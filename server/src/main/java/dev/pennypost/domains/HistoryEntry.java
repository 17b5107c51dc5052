package dev.pennypost.domains;

import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.RecordState;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.RecordType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Checks of a domain that all saw the same: what the first of them saw change.
///
/// @param at the first of these checks
/// @param lastAt the last of them
/// @param checks how many they were
/// @param status the domain's after the first
/// @param changes the records that stood otherwise before
public record HistoryEntry(UUID id, Instant at, Instant lastAt, int checks, DomainStatus status, List<Change> changes) {
    public HistoryEntry {
        changes = List.copyOf(changes);
    }

    /// One record that stands otherwise than before.
    ///
    /// @param name where the record belongs, in full
    public record Change(Purpose purpose, RecordType type, String name, Standing before, Standing after) {}

    /// How a record stood.
    ///
    /// @param codes of what was noticed
    /// @param observed the data that was served instead of the planned; null when none, or when it was right
    public record Standing(
            RecordStatus status,
            @Nullable RecordState seen,
            List<Finding.Code> codes,
            @Nullable String observed) {
        static Standing of(DomainRecord record) {
            var findings = record.findings();
            return new Standing(
                    record.status(),
                    record.seen(),
                    findings.stream().map(Finding::code).toList(),
                    findings.isEmpty() ? null : findings.getFirst().observed());
        }
    }

    static List<Change> between(Domain before, Domain after) {
        var changes = new ArrayList<Change>();
        for (int i = 0; i < after.records().size(); i++) {
            var planned = after.records().get(i).planned();
            var was = Standing.of(before.records().get(i));
            var is = Standing.of(after.records().get(i));
            if (!was.equals(is))
                changes.add(new Change(
                        planned.purpose(), planned.type(), planned.name().ascii(), was, is));
        }
        return changes;
    }
}
