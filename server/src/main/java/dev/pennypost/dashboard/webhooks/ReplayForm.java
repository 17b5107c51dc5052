package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.webhooks.EventTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The form for sending a range again, with what was filled in.
///
/// @param since in UTC, to the minute, as `until`
/// @param succeeded whether also what was delivered is sent
/// @param type of the events; empty for every type
record ReplayForm(
        String since,
        String until,
        boolean succeeded,
        String type,
        @Nullable String error) {
    private static final Duration LATELY = Duration.ofDays(1);

    /// The last day, up to now.
    static ReplayForm usual(Instant now) {
        return new ReplayForm(minute(now.minus(LATELY)), minute(now.plus(Duration.ofMinutes(1))), false, "", null);
    }

    static ReplayForm of(Form form, String error) {
        return new ReplayForm(
                form.text("since"), form.text("until"), form.isSet("succeeded"), form.text("type"), error);
    }

    List<String> types() {
        return EventTypes.all();
    }

    private static String minute(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }
}
