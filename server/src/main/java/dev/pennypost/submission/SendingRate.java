package dev.pennypost.submission;

import dev.pennypost.teams.TeamId;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/// Counts each team's messages in windows of one second, as the API counts requests (contract §4.1).
final class SendingRate {
    private final int perSecond;
    private final InstantSource clock;
    private final ConcurrentHashMap<TeamId, Window> windows = new ConcurrentHashMap<>();

    /// @param perSecond messages of a team in one second; 0 for no limit
    SendingRate(int perSecond, InstantSource clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    int perSecond() {
        return perSecond;
    }

    /// Counts one message, and says whether it may be sent now.
    boolean allows(TeamId team) {
        if (perSecond == 0) return true;
        long second = clock.millis() / 1000;
        Window window = windows.compute(
                team,
                (_, old) -> old == null || old.second != second
                        ? new Window(second, 1)
                        : new Window(second, old.messages + 1));
        return window.messages <= perSecond;
    }

    private record Window(long second, int messages) {}
}
