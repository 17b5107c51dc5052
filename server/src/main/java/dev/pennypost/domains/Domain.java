package dev.pennypost.domains;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.List;

/// A customer's domain with the records it needs.
///
/// @param records the plan in the order it is shown
public record Domain(DomainSummary summary, List<DomainRecord> records, CheckState checks) {
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

    public DomainSettings settings() {
        return summary.settings();
    }

    public Instant createdAt() {
        return summary.createdAt();
    }
}
