package dev.pennypost.quotas;

import dev.pennypost.teams.TeamId;

/// How many requests a second each team may make.
@FunctionalInterface
public interface RequestRates {
    /// What is told when there is no limit: SDK users who pace themselves by the headers never have to.
    int UNLIMITED = 1_000_000;

    /// 0 for no limit.
    int perSecond(TeamId team);

    /// A team's limit as it is told.
    default int told(TeamId team) {
        return told(perSecond(team));
    }

    /// A limit as it is told.
    static int told(int perSecond) {
        return perSecond == 0 ? UNLIMITED : perSecond;
    }
}
