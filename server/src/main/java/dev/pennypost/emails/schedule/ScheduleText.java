package dev.pennypost.emails.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A time as a caller writes it; the grammar is in docs/reference/scheduled-at.md.
public final class ScheduleText {
    private static final int LONGEST = 100;

    private ScheduleText() {}

    /// A length of time such as `10m`, `2 hours` or `1h 30m`; empty when it is not wholly understood.
    public static Optional<Duration> duration(String text) {
        String bare = text.strip();
        if (bare.isEmpty() || bare.length() > LONGEST) return Optional.empty();
        return new Phrase("in " + bare, Instant.EPOCH).moment().map(end -> Duration.between(Instant.EPOCH, end));
    }

    /// The moment a text means; empty when it is not wholly understood. It may lie in the past.
    ///
    /// @param now what `in 5 minutes` and `tomorrow` count from
    public static Optional<Instant> parse(String text, Instant now) {
        String bare = text.strip();
        if (bare.isEmpty() || bare.length() > LONGEST) return Optional.empty();
        return IsoText.parse(bare).or(() -> new Phrase(bare, now).moment());
    }
}
