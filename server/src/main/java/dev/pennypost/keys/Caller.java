package dev.pennypost.keys;

import dev.pennypost.domains.DomainId;
import dev.pennypost.teams.TeamId;
import org.jspecify.annotations.Nullable;

/// Who is calling: the team, the key it showed and what that key permits.
///
/// @param domain the only domain the key may send from; null when it may send from all of the team's
public record Caller(
        TeamId team,
        KeyId key,
        Permission permission,
        @Nullable DomainId domain) {}
