package dev.pennypost.requestlog;

import dev.pennypost.storage.Page;
import org.jspecify.annotations.Nullable;

/// What a search found in the time it may take.
///
/// @param page the requests, and whether there are more or were more to look at
/// @param searchedTo the request that was looked at last, where time ran out before the page was full: the search
///     goes on from there; null where it did not
public record LogsFound(Page<LoggedRequest> page, @Nullable RequestId searchedTo) {}
