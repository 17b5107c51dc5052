package dev.pennypost.dashboard.shell;

import dev.pennypost.api.http.Response;

/// Answers somebody who may be anybody.
@FunctionalInterface
public interface GuestHandler {
    Response answer(Guest guest);
}
