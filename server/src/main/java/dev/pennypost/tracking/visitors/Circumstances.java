package dev.pennypost.tracking.visitors;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a visit when it is judged.
///
/// @param what what was visited
/// @param head whether only the header of the answer was asked for (HTTP HEAD)
/// @param agent what the visitor says it is; empty when it says nothing
/// @param sinceDelivery how long ago a server took the email; zero while it is being handed over, null when that is
///     unknown
/// @param clicks clicks on links of the same email by the same recipient, this one included
public record Circumstances(
        What what, boolean head, String agent, @Nullable Duration sinceDelivery, Instant at, List<Click> clicks) {
    public Circumstances {
        clicks = clicks.stream().sorted(Comparator.comparing(Click::at)).toList();
    }

    /// What was visited.
    public enum What {
        /// The image was loaded.
        OPEN,
        /// A link was followed.
        CLICK,
        /// A link that no person sees was followed.
        TRAP
    }

    /// One click.
    public record Click(Instant at, String link) {}

    /// How many different links were clicked on within so much time of which the visit is part; the most there are.
    /// Whichever click of a burst is asked about, and in whatever order they came, the answer is the same.
    long linksWithin(Duration time) {
        var window = new ArrayDeque<Click>();
        var times = new HashMap<String, Integer>();
        int most = 0;
        for (Click click : clicks) {
            if (click.at.isBefore(at.minus(time))) continue;
            if (click.at.isAfter(at.plus(time))) break;
            window.add(click);
            times.merge(click.link, 1, Integer::sum);
            while (window.getFirst().at.isBefore(click.at.minus(time)))
                times.computeIfPresent(window.removeFirst().link, (_, all) -> all == 1 ? null : all - 1);
            if (!click.at.isBefore(at)) most = Math.max(most, times.size());
        }
        return most;
    }
}
