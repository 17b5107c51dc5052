package dev.pennypost.api.http;

import dev.pennypost.teams.TeamId;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/// Counts each team's requests in windows of one second (contract §4.1: no burst allowance).
final class RateLimit {
    /// What is told when there is no limit: SDK users who pace themselves by the headers never have to.
    private static final int UNLIMITED = 1_000_000;

    private final int perSecond;
    private final InstantSource clock;
    private final ConcurrentHashMap<TeamId, Window> windows = new ConcurrentHashMap<>();

    /// @param perSecond requests a team may make in one second; 0 for no limit
    RateLimit(int perSecond, InstantSource clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    Verdict count(TeamId team) {
        if (perSecond == 0) return new Verdict(UNLIMITED, UNLIMITED, true);
        long second = clock.millis() / 1000;
        Window window = windows.compute(
                team, (_, old) -> old == null || old.second != second ? new Window(second, 1) : old.more());
        return new Verdict(perSecond, Math.max(0, perSecond - window.requests), window.requests <= perSecond);
    }

    /// Requests of nobody in particular: they show the limit and count against no team.
    Verdict uncounted() {
        int limit = perSecond == 0 ? UNLIMITED : perSecond;
        return new Verdict(limit, limit, true);
    }

    private record Window(long second, int requests) {
        Window more() {
            return new Window(second, requests + 1);
        }
    }

    /// Whether a request may go on, and what the headers say about it.
    record Verdict(int limit, int remaining, boolean allowed) {
        static final int RESET_SECONDS = 1;
    }
}
