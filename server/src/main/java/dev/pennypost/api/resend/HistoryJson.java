package dev.pennypost.api.resend;

import dev.pennypost.domains.HistoryEntry;
import dev.pennypost.domains.HistoryEntry.Change;
import dev.pennypost.domains.HistoryEntry.Standing;
import dev.pennypost.domains.diagnosis.Finding;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What checks of a domain saw; ours.
record HistoryJson(UUID id, String at, String lastAt, int checks, String status, List<ChangeJson> changes) {
    static HistoryJson of(HistoryEntry entry) {
        return new HistoryJson(
                entry.id(),
                Timestamps.postgres(entry.at()),
                Timestamps.postgres(entry.lastAt()),
                entry.checks(),
                ResendStatuses.of(entry.status()),
                entry.changes().stream().map(ChangeJson::of).toList());
    }

    record ChangeJson(String record, String type, String fqdn, StandingJson before, StandingJson after) {
        static ChangeJson of(Change change) {
            return new ChangeJson(
                    ResendStatuses.of(change.purpose()),
                    change.type().name(),
                    change.name(),
                    StandingJson.of(change.before()),
                    StandingJson.of(change.after()));
        }
    }

    record StandingJson(
            String status,
            @Nullable String state,
            List<Finding.Code> codes,
            @Nullable String observed) {
        static StandingJson of(Standing standing) {
            return new StandingJson(
                    ResendStatuses.of(standing.status()),
                    standing.seen() == null ? null : ResendStatuses.of(standing.seen()),
                    standing.codes(),
                    standing.observed());
        }
    }
}
