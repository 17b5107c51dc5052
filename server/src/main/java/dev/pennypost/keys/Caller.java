package dev.pennypost.keys;

import dev.pennypost.audit.Actor;
import dev.pennypost.audit.Origin;
import dev.pennypost.domains.DomainId;
import dev.pennypost.teams.TeamId;
import org.jspecify.annotations.Nullable;

/// Who is calling: the team, the key it showed and what that key permits.
///
/// @param name of the key; null for callers that have none
/// @param domain the only domain the key may send from; null when it may send from all of the team's
public record Caller(
        TeamId team,
        KeyId key,
        @Nullable String name,
        Permission permission,
        @Nullable DomainId domain) {
    /// One whose key has no name.
    public Caller(TeamId team, KeyId key, Permission permission, @Nullable DomainId domain) {
        this(team, key, null, permission, domain);
    }

    /// Who is at work when this caller has something done.
    public Actor actor(Origin origin) {
        return new Actor.ApiKey(key.value(), name, origin);
    }
}
