package dev.pennypost.dashboard.shell;

import dev.pennypost.accounts.Membership;
import dev.pennypost.accounts.Permission;
import dev.pennypost.accounts.Session;
import dev.pennypost.api.http.Request;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One request of somebody who is signed in, on behalf of one of their teams.
///
/// @param form what was filled in; nothing where a page is only looked at
public record Visit(Request request, Session session, Membership membership, Form form, Chrome chrome) {
    public TeamId team() {
        return membership.team();
    }

    public boolean may(Permission permission) {
        return membership.may(permission);
    }

    public Instant now() {
        return chrome.now();
    }

    /// A parameter of the path.
    public String parameter(String name) {
        return request.parameter(name);
    }

    /// A parameter of the path that names something by its id; empty when it cannot be an id.
    public Optional<UUID> id(String name) {
        try {
            return Optional.of(UUID.fromString(request.parameter(name)));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /// A parameter of the query, trimmed; empty when there is nothing in it.
    public Optional<String> query(String name) {
        return request.query(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    /// Whether the list is wanted as a file (RFC 4180).
    public boolean wantsCsv() {
        return query("format").filter("csv"::equals).isPresent();
    }

    /// Whether only a part of the page is asked for, by the script of a page that is open already.
    public boolean wantsPart() {
        return request.header("HX-Request").isPresent()
                && request.header("HX-History-Restore-Request").isEmpty();
    }
}
