package dev.pennypost.domains;

import dev.pennypost.teams.TeamId;
import java.time.Instant;

/// Tells whether the owner of a domain uses it.
public interface OwnerActivity {
    /// Whether the team sent mail from the domain at or after this time.
    boolean hasSentSince(TeamId team, DomainId domain, Instant time);

    /// Whether the team has planned mail from the domain that has not left yet.
    boolean hasScheduled(TeamId team, DomainId domain);
}
