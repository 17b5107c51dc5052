package dev.pennypost.keys;

import dev.pennypost.audit.Actor;
import dev.pennypost.audit.Origin;
import dev.pennypost.domains.DomainId;
import dev.pennypost.teams.TeamId;
import java.util.UUID;
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
    private static final KeyId NO_KEY = new KeyId(new UUID(0, 0));

    /// Somebody of the team who was let in otherwise, such as a person who is signed in. No key was shown, so what
    /// waits for its time cannot be sent that way: it leaves only while the key is good that asked for it.
    public static Caller withoutKey(TeamId team) {
        return new Caller(team, NO_KEY, Permission.FULL_ACCESS, null);
    }

    /// One whose key has no name.
    public Caller(TeamId team, KeyId key, Permission permission, @Nullable DomainId domain) {
        this(team, key, null, permission, domain);
    }

    /// Who is at work when this caller has something done.
    public Actor actor(Origin origin) {
        return new Actor.ApiKey(key.value(), name, origin);
    }
}
