package dev.pennypost.statistics;

import dev.pennypost.domains.DomainId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What somebody wants to know of a team's emails.
///
/// @param from counted from the quarter of an hour on that it lies in
/// @param to counted to the end of the quarter that it lies in; exclusive
/// @param periods to break down by; null for none
/// @param byBroadcast whether only what belongs to a broadcast is broken down
/// @param domains nothing but theirs is counted; empty for all
/// @param emails nothing but theirs is counted; empty for all
/// @param broadcasts nothing but theirs is counted; empty for all
/// @param tags nothing but what has one of them is counted; null for all
/// @param byTag whether that is broken down by the tag's values; only with `tags`
public record Question(
        Instant from,
        Instant to,
        @Nullable Periods periods,
        boolean byDomain,
        boolean byEmail,
        boolean byBroadcast,
        Set<DomainId> domains,
        Set<UUID> emails,
        Set<UUID> broadcasts,
        @Nullable Tags tags,
        boolean byTag) {
    boolean isBrokenDown() {
        return periods != null || byDomain || byEmail || byBroadcast || byTag;
    }

    boolean asksForEmails() {
        return byEmail || !emails.isEmpty();
    }

    boolean includes(Happened one) {
        return !one.at().isBefore(Happened.quarter(from))
                && one.at().isBefore(Happened.quarterFrom(to))
                && (domains.isEmpty() || domains.contains(one.domain()));
    }
}
