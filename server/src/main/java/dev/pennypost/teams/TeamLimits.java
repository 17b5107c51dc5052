package dev.pennypost.teams;

import org.jspecify.annotations.Nullable;

/// What the operator allows a team.
///
/// @param requestsPerSecond null for what the server's settings say, 0 for no limit
/// @param emailsPerDay recipients a day of UTC; null for no limit, as of `emailsPerMonth`
public record TeamLimits(
        @Nullable Integer requestsPerSecond,
        @Nullable Long emailsPerDay,
        @Nullable Long emailsPerMonth) {
    /// Those of a team the operator has said nothing about.
    public static final TeamLimits NONE = new TeamLimits(null, null, null);

    /// Whether the team may not send as many emails as it likes.
    public boolean limitsEmails() {
        return emailsPerDay != null || emailsPerMonth != null;
    }
}
