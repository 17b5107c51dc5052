package dev.pennypost.tracking.visitors;

import java.time.Duration;
import java.time.Instant;
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
        clicks = List.copyOf(clicks);
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

    /// How many different links were clicked on within this time of the visit.
    long linksWithin(Duration time) {
        return clicks.stream()
                .filter(click -> Duration.between(click.at, at).abs().compareTo(time) <= 0)
                .map(Click::link)
                .distinct()
                .count();
    }
}
