package dev.pennypost.delivery.replies;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a refusal says about how to treat the site it came from.
public sealed interface SiteAdvice {
    /// Nothing.
    SiteAdvice NONE = new None();

    /// How often the same rule has to match at one site before the advice holds.
    Streak after();

    /// As rule files spell it, such as `slow 10/min for 30m, after 5 in 1h`; null for nothing.
    static @Nullable String spelled(SiteAdvice advice) {
        return switch (advice) {
            case None _ -> null;
            case SlowDown(int perMinute, Duration lasting, var streak) ->
                "slow " + perMinute + "/min for " + time(lasting) + streak.spelled();
            case Suspend(Duration lasting, var streak) -> "suspend " + time(lasting) + streak.spelled();
            case LimitConnections(int most, Duration lasting, var streak) ->
                "connections " + most + " for " + time(lasting) + streak.spelled();
            case MessagesPerConnection(int most, var streak) -> "per-connection " + most + streak.spelled();
        };
    }

    private static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds % 86_400 == 0) return seconds / 86_400 + "d";
        if (seconds % 3_600 == 0) return seconds / 3_600 + "h";
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    record None() implements SiteAdvice {
        @Override
        public Streak after() {
            return Streak.FIRST;
        }
    }

    /// No more than so many messages a minute, for so long.
    record SlowDown(int perMinute, Duration lasting, Streak after) implements SiteAdvice {}

    /// No messages at all, for so long.
    record Suspend(Duration lasting, Streak after) implements SiteAdvice {}

    /// No more than so many connections, for so long.
    record LimitConnections(int most, Duration lasting, Streak after) implements SiteAdvice {}

    /// No more than so many messages over one connection, from now on.
    record MessagesPerConnection(int most, Streak after) implements SiteAdvice {}

    /// So many matches of one rule within so long; one match needs no time.
    record Streak(int matches, Duration within) {
        public static final Streak FIRST = new Streak(1, Duration.ZERO);

        private String spelled() {
            return equals(FIRST) ? "" : ", after " + matches + " in " + time(within);
        }
    }
}
