package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.webhooks.EventTypes;
import dev.pennypost.webhooks.MessageStatus;
import dev.pennypost.webhooks.ReplayRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /// The last day, up to now.
    static ReplayForm usual(Instant now) {
        return new ReplayForm(minute(now.minus(LATELY)), minute(now.plus(Duration.ofMinutes(1))), false, "", null);
    }

    static ReplayForm of(Form form, @Nullable String error) {
        return new ReplayForm(
                form.text("since"), form.text("until"), form.isSet("succeeded"), form.text("type"), error);
    }

    List<String> types() {
        return EventTypes.all();
    }

    /// What is wrong with the times; null for nothing.
    @Nullable
    String flaw(Instant now) {
        Optional<Instant> from = time(since);
        Optional<Instant> to = time(until);
        if (from.isEmpty() || to.isEmpty()) return "Say from when and until when, as date and time in UTC.";
        if (!from.get().isBefore(to.get())) return "The beginning must be before the end.";
        return from.get().isAfter(now) ? "The beginning is in the future." : null;
    }

    /// What is to be sent again, where nothing is wrong with it.
    ReplayRange range() {
        var statuses = EnumSet.of(MessageStatus.FAILED);
        if (succeeded) statuses.add(MessageStatus.SUCCESS);
        Set<String> types = EventTypes.isKnown(type) ? Set.of(type) : Set.of();
        return new ReplayRange(time(since).orElseThrow(), time(until).orElseThrow(), statuses, types);
    }

    /// Of what PostgreSQL and the ids of messages can hold.
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC))
                    .filter(time -> !time.isBefore(Instant.EPOCH) && time.isBefore(LAST));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private static String minute(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }
}
