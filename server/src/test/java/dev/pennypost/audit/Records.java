package dev.pennypost.audit;

import dev.pennypost.storage.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the audit log for tests of others.
public final class Records {
    private Records() {}

    /// The records of a team, or those that are no team's, the newest first.
    public static List<AuditRecord> of(Database database, @Nullable UUID team) {
        return new AuditLog(database, new AuditConfig(1), InstantSource.system())
                .everybodys(AuditFilter.ALL, 1_000, null).items().stream()
                        .filter(record -> java.util.Objects.equals(record.team(), team))
                        .toList();
    }

    /// The same as `key rotation: domain.key_added`, the oldest first.
    public static List<String> deeds(Database database, @Nullable UUID team) {
        return of(database, team).reversed().stream()
                .map(record -> record.author().name() + ": " + record.action())
                .toList();
    }
}
