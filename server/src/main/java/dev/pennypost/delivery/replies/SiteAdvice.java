package dev.pennypost.delivery.replies;

import java.time.Duration;

/// What a refusal says about how to treat the site it came from.
public sealed interface SiteAdvice {
    /// Nothing.
    SiteAdvice NONE = new None();

    /// How often the same rule has to match at one site before the advice holds.
    Streak after();

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
    }
}
