package dev.pennypost.accounts;

import dev.pennypost.teams.TeamId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Somebody who is signed in: read afresh for each request, so a role that was taken away is gone at once.
///
/// @param memberships by the names of the teams
/// @param csrf what forms of this session carry
public record Session(SessionId id, Person person, List<Membership> memberships, String csrf, Instant since) {
    public Session {
        memberships = List.copyOf(memberships);
    }

    /// What they are in a team; empty when they do not belong to it.
    public Optional<Membership> in(TeamId team) {
        return memberships.stream().filter(one -> one.team().equals(team)).findFirst();
    }

    public boolean may(TeamId team, Permission permission) {
        return in(team).map(one -> one.may(permission)).orElse(false);
    }

    /// Whether a form came from a page of this session. Takes the same time wherever the texts differ.
    public boolean isGenuine(String given) {
        return MessageDigest.isEqual(
                csrf.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "session " + id + " of " + person.id();
    }
}
