package dev.pennypost.domains;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.time.Instant;

/// A domain as lists show it.
///
/// @param zone the apex of the zone that holds its records, as far as is known
public record DomainSummary(
        DomainId id,
        TeamId team,
        DomainName name,
        DomainName zone,
        DomainStatus status,
        DomainSettings settings,
        Instant createdAt) {
    DomainSummary with(DomainStatus next) {
        return new DomainSummary(id, team, name, zone, status.become(next), settings, createdAt);
    }
}
