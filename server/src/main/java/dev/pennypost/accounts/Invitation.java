package dev.pennypost.accounts;

import dev.pennypost.teams.TeamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// That somebody may join a team, if they want to.
///
/// @param email of whom it is for
/// @param invitedBy a name; null when that person has no account any more, and when it was no person
/// @param endsAt from when on it is of no use; it may be sent again then
public record Invitation(
        InvitationId id,
        TeamId team,
        String teamName,
        String email,
        Role role,
        @Nullable String invitedBy,
        Instant createdAt,
        Instant endsAt) {}
