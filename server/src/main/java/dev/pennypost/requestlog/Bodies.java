package dev.pennypost.requestlog;

import org.jspecify.annotations.Nullable;

/// What a request and its answer said: JSON without secrets, cut where it was long; null where there was none, or
/// something else than JSON.
public record Bodies(@Nullable String request, @Nullable String response) {}
