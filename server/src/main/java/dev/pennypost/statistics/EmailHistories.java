package dev.pennypost.statistics;

import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Tells what happened to single emails.
public interface EmailHistories {
    /// Everything that happened to those of these emails that are the team's.
    Map<UUID, List<Happened>> of(TeamId team, Collection<UUID> emails);

    /// The first of the emails that the team had accepted in a range of time.
    List<UUID> accepted(TeamId team, Instant from, Instant to, int limit);
}
