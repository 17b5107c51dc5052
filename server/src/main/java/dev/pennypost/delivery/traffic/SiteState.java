package dev.pennypost.delivery.traffic;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// How a site stands, as one node sees it.
///
/// @param source the address of ours, by its name
/// @param state `open`, `throttled` or `suspended`
/// @param connections open now
/// @param mostConnections as many as may be open now
/// @param until when a suspension ends; null without one
/// @param why the suspension; null without one
public record SiteState(
        String site,
        String source,
        String state,
        int connections,
        int mostConnections,
        @Nullable Instant until,
        @Nullable String why) {
    static final Comparator<SiteState> BY_NAME =
            Comparator.comparing(SiteState::site).thenComparing(SiteState::source);

    static SiteState of(Traffic.ThrottleKey key, Throttle throttle, Instant now) {
        var suspension = throttle.suspension(now);
        return new SiteState(
                key.site(),
                key.source(),
                throttle.state(now),
                throttle.connectionsOpen(),
                throttle.mostOpen(now),
                suspension == null ? null : suspension.until(),
                suspension == null ? null : suspension.why());
    }
}
