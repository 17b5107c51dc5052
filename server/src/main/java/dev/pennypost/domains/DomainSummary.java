package dev.pennypost.domains;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A domain as lists show it.
///
/// @param zone the apex of the zone that holds its records, as far as is known
public record DomainSummary(
        DomainId id, TeamId team, DomainName name, DomainName zone, DomainSettings settings, Life life) {
    public DomainStatus status() {
        return life.status();
    }

    public Instant createdAt() {
        return life.createdAt();
    }

    public @Nullable Instant verifiedAt() {
        return life.verifiedAt();
    }

    DomainSummary with(Life next) {
        return new DomainSummary(id, team, name, zone, settings, next);
    }

    DomainSummary with(DomainSettings changed) {
        return new DomainSummary(id, team, name, zone, changed, life);
    }

    DomainSummary in(DomainName seenZone) {
        return new DomainSummary(id, team, name, seenZone, settings, life);
    }
}
