package dev.pennypost.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a recipient domain's mail goes, as found at some time.
///
/// @param name of what may share connections: the exchangers in their order of preference, or a server of the
///     operator's own
/// @param site the name it is counted under
/// @param validUntil when it is to be looked for again
/// @param dns what DNS said, as [DnsAnswers] writes it; null when it was not asked
record Destination(
        String name,
        String site,
        Route route,
        Instant validUntil,
        @Nullable String dns) {}
