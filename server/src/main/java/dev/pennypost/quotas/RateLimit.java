package dev.pennypost.quotas;

import dev.pennypost.teams.TeamId;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/// Counts each team's requests in windows of one second (contract §4.1: no burst allowance), those of all its keys and
/// of every door together. Each process counts by itself.
public final class RateLimit {
    private final RequestRates rates;
    private final int usual;
    private final InstantSource clock;
    private final ConcurrentHashMap<TeamId, Window> windows = new ConcurrentHashMap<>();

    /// @param usual requests a team may make in one second where nothing else is said; 0 for no limit
    public RateLimit(RequestRates rates, int usual, InstantSource clock) {
        this.rates = rates;
        this.usual = usual;
        this.clock = clock;
    }

    /// Counts one request.
    public Verdict count(TeamId team) {
        int perSecond = rates.perSecond(team);
        if (perSecond == 0) return new Verdict(RequestRates.UNLIMITED, RequestRates.UNLIMITED, true);
        long second = clock.millis() / 1000;
        Window window = windows.compute(
                team, (_, old) -> old == null || old.second != second ? new Window(second, 1) : old.more());
        return new Verdict(perSecond, Math.max(0, perSecond - window.requests), window.requests <= perSecond);
    }

    /// Requests of nobody in particular: they show the limit and count against no team.
    public Verdict uncounted() {
        int limit = RequestRates.told(usual);
        return new Verdict(limit, limit, true);
    }

    private record Window(long second, int requests) {
        Window more() {
            return new Window(second, requests + 1);
        }
    }

    /// Whether a request may go on, and what the headers say about it.
    public record Verdict(int limit, int remaining, boolean allowed) {
        public static final int RESET_SECONDS = 1;
    }
}
