package dev.pennypost.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells a delivery in one sentence.
final class TraceSummary {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private TraceSummary() {}

    static String of(Trace trace) {
        return switch (trace.state()) {
            case DELIVERED -> "Delivered" + by(trace) + after(trace) + ".";
            case BOUNCED -> bounced(trace);
            case DEFERRED, WAITING, HELD -> waiting(trace);
            case ATTEMPTING -> "On its way now" + tries(trace) + ".";
            case SUPPRESSED -> "Not sent: the recipient is suppressed.";
            case FAILED -> "Not sent: the recipient does not want it, or it could not leave when its time came.";
            case CANCELED -> "Ended by an operator" + tries(trace) + ".";
        };
    }

    private static String by(Trace trace) {
        Trace.Tried last = last(trace);
        if (last == null || last.host() == null) return "";
        String tls = last.tls() == null
                ? " without encryption"
                : " over " + last.tls().split(" ", 2)[0];
        return " to " + last.host() + tls;
    }

    private static String after(Trace trace) {
        Trace.Tried last = last(trace);
        if (last == null) return "";
        String took = length(Duration.between(trace.createdAt(), last.at().plus(last.took())));
        return last.number() == 1
                ? ", " + took + " after it was accepted"
                : " at attempt " + last.number() + ", " + took + " after it was accepted";
    }

    private static String bounced(Trace trace) {
        Trace.Tried last = last(trace);
        if (last == null) return "Given up.";
        // A server that took it reported back later.
        if (last.outcome().equals("delivered"))
            return "Taken by " + last.host() + " and returned later: see what came back.";
        String who = last.host() == null ? "" : last.host() + " said ";
        return "Given up after " + count(last.number()) + ": " + who + quoted(last.said()) + ".";
    }

    private static String waiting(Trace trace) {
        String reason = trace.waited().isEmpty()
                ? WaitReason.ACCEPTED.meaning()
                : trace.waited().getLast().reason().meaning();
        Trace.Tried last = last(trace);
        String said = last == null || last.said() == null
                ? ""
                : " The last answer" + (last.host() == null ? "" : " of " + last.host()) + ": " + quoted(last.said())
                        + ".";
        return "Waiting" + tries(trace) + ": " + reason + said + next(trace.due());
    }

    private static String next(@Nullable Instant due) {
        return due == null ? "" : " The next attempt comes at " + TIME.format(due) + ".";
    }

    private static String tries(Trace trace) {
        Trace.Tried last = last(trace);
        return last == null ? "" : " after " + count(last.number());
    }

    private static String count(int attempts) {
        return attempts == 1 ? "one attempt" : attempts + " attempts";
    }

    private static String quoted(@Nullable String said) {
        if (said == null) return "nothing";
        String line = said.lines().findFirst().orElse("").strip();
        return "“" + (line.endsWith(".") ? line.substring(0, line.length() - 1) : line) + "”";
    }

    private static String length(Duration time) {
        if (time.toSeconds() < 1) return "less than a second";
        if (time.toMinutes() < 2) return plural(time.toSeconds(), "second");
        if (time.toHours() < 2) return plural(time.toMinutes(), "minute");
        return plural(time.toHours(), "hour");
    }

    private static String plural(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }

    private static Trace.@Nullable Tried last(Trace trace) {
        return trace.attempts().isEmpty() ? null : trace.attempts().getLast();
    }
}
