package dev.pennypost.dashboard.shell;

import dev.pennypost.accounts.Membership;
import dev.pennypost.accounts.Permission;
import dev.pennypost.accounts.Session;
import dev.pennypost.api.http.Request;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    /// The page of a list that is asked for, as [Pager] links to it.
    public PageRequest page(int rows) {
        return new PageRequest(rows, cursor("after"), cursor("before"));
    }

    private @Nullable UUID cursor(String name) {
        try {
            return query(name).map(UUID::fromString).orElse(null);
        } catch (IllegalArgumentException noId) {
            return null;
        }
    }

    /// Whether only a part of the page is asked for, by the script of a page that is open already.
    public boolean wantsPart() {
        return request.header("HX-Request").isPresent()
                && request.header("HX-History-Restore-Request").isEmpty();
    }
}
