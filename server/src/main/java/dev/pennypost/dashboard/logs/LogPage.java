package dev.pennypost.dashboard.logs;

import org.jspecify.annotations.Nullable;

/// One request.
///
/// @param request the body that was sent, as JSON with lines; null when there was none
/// @param response likewise what was answered
record LogPage(
        LogView log,
        @Nullable String request,
        @Nullable String response) {}
