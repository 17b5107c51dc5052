package dev.pennypost.accounts;

import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;

/// Knows whether a team still has what could send in its name: domains or API keys. Whoever wires features implements
/// it.
@FunctionalInterface
public interface TeamUse {
    boolean isInUse(Transaction tx, TeamId team);
}
