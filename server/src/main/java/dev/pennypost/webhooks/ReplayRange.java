package dev.pennypost.webhooks;

import java.time.Instant;
import java.util.Set;

/// Which messages of an endpoint are sent again.
///
/// @param since when the earliest event happened
/// @param until before which the latest one did
/// @param statuses of the messages that are, settled ones; at least one
/// @param events their types; empty for every type
public record ReplayRange(Instant since, Instant until, Set<MessageStatus> statuses, Set<String> events) {
    public ReplayRange {
        if (!since.isBefore(until)) throw new IllegalArgumentException("a range that ends before it begins");
        statuses = Set.copyOf(statuses);
        events = Set.copyOf(events);
    }
}
