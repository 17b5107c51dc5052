package dev.pennypost.dashboard.queue;

import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.delivery.control.SiteStanding;
import dev.pennypost.delivery.sites.SiteLimits;
import dev.pennypost.delivery.traffic.SiteState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A site as it is shown.
///
/// @param waiting how many deliveries this node has in memory for it
/// @param limits in words
/// @param deliveries the page with its deliveries
record SiteRow(
        String name, int waiting, String limits, List<Source> sources, boolean suspended, String deliveries) {
    static final List<String> CELLS =
            List.of("site", "waiting_in_memory", "source", "state", "connections", "suspended_until", "why");

    /// How it stands with one address of ours.
    ///
    /// @param until when a suspension ends; null without one
    record Source(
            String name,
            Tone tone,
            String state,
            int connections,
            int mostConnections,
            @Nullable Instant until,
            @Nullable String why) {
        static Source of(SiteState state) {
            return new Source(
                    state.source(),
                    tone(state),
                    word(state),
                    state.connections(),
                    state.mostConnections(),
                    state.until(),
                    state.why());
        }

        private static Tone tone(SiteState state) {
            return switch (state.state()) {
                case "suspended" -> Tone.BAD;
                case "throttled" -> Tone.WAIT;
                default -> Tone.GOOD;
            };
        }

        private static String word(SiteState state) {
            return switch (state.state()) {
                case "suspended" -> "Suspended";
                case "throttled" -> "Throttled";
                default -> "Open";
            };
        }
    }

    static boolean isSuspended(SiteStanding site) {
        return site.sources().stream().anyMatch(source -> source.until() != null);
    }

    static SiteRow of(SiteStanding site) {
        return new SiteRow(
                site.site(),
                site.waiting(),
                words(site.limits()),
                site.sources().stream().map(Source::of).toList(),
                isSuspended(site),
                Paths.with(QueuePages.DELIVERIES, Map.of("site", site.site())));
    }

    static List<List<String>> cells(SiteStanding site) {
        var rows = new ArrayList<List<String>>();
        String waiting = String.valueOf(site.waiting());
        for (SiteState one : site.sources())
            rows.add(List.of(
                    site.site(),
                    waiting,
                    one.source(),
                    one.state(),
                    one.connections() + "/" + one.mostConnections(),
                    Objects.toString(one.until(), ""),
                    Objects.toString(one.why(), "")));
        if (rows.isEmpty()) rows.add(List.of(site.site(), waiting, "", "", "", "", ""));
        return rows;
    }

    private static String words(SiteLimits limits) {
        var words = new ArrayList<String>();
        words.add(counted(limits.connections(), "connection") + " at once");
        words.add(counted(limits.messagesPerConnection(), "message") + " on each");
        if (limits.messagesPerMinute() > 0) words.add(counted(limits.messagesPerMinute(), "message") + " a minute");
        if (limits.connectionsPerMinute() > 0)
            words.add(counted(limits.connectionsPerMinute(), "connection") + " a minute");
        if (limits.requiresTls()) words.add("TLS only");
        return String.join(", ", words);
    }

    private static String counted(int number, String what) {
        return Overview.grouped(number) + " " + what + (number == 1 ? "" : "s");
    }
}
