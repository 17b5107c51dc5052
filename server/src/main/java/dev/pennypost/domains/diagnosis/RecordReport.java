package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.records.PlannedRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one examination says about one record.
///
/// @param clearsAt when caches that hold an old answer forget it; null when none is known to
public record RecordReport(
        PlannedRecord planned,
        RecordState state,
        List<Finding> findings,
        @Nullable Instant clearsAt) {
    public RecordReport {
        findings = List.copyOf(findings);
    }

    static RecordReport right(PlannedRecord planned, List<Finding> remarks) {
        return new RecordReport(planned, RecordState.RIGHT, remarks, null);
    }

    static RecordReport wrong(PlannedRecord planned, Finding why) {
        return new RecordReport(planned, RecordState.WRONG, List.of(why), null);
    }

    static RecordReport missing(PlannedRecord planned, Finding why) {
        return new RecordReport(planned, RecordState.NOT_PUBLISHED, List.of(why), null);
    }

    static RecordReport unknown(PlannedRecord planned, Finding why) {
        return new RecordReport(planned, RecordState.UNKNOWN, List.of(why), null);
    }

    /// The same record in another state, for a reason DNS does not know.
    public RecordReport but(RecordState other, Finding why) {
        return new RecordReport(planned, other, List.of(why), null);
    }
}
