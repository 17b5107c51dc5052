package dev.pennypost.domains;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.time.Instant;

/// A domain as lists show it.
public record DomainSummary(
        DomainId id, TeamId team, DomainName name, DomainStatus status, DomainSettings settings, Instant createdAt) {
    DomainSummary with(DomainStatus next) {
        return new DomainSummary(id, team, name, status.become(next), settings, createdAt);
    }
}
