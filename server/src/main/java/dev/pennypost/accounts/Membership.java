package dev.pennypost.accounts;

import dev.pennypost.teams.TeamId;

/// That somebody belongs to a team.
///
/// @param operators whether it is the first team, whose owners operate the installation
public record Membership(TeamId team, String teamName, Role role, boolean operators) {
    public boolean may(Permission permission) {
        return role.may(permission) && (operators || permission != Permission.OPERATE_QUEUE);
    }
}
