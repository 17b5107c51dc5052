package dev.pennypost.delivery.control;

import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.WaitReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The queue in numbers.
///
/// @param oldestDue what is due longest, or due next; null when nothing waits
/// @param sites as this node sees them
public record QueueSummary(List<Count> counts, @Nullable Instant oldestDue, int holds, List<SiteStanding> sites) {
    public QueueSummary {
        counts = List.copyOf(counts);
        sites = List.copyOf(sites);
    }

    /// How many deliveries are in a state for a reason.
    ///
    /// @param waits null for no reason
    public record Count(
            DeliveryState state,
            @Nullable WaitReason waits,
            long deliveries,
            @Nullable Instant oldestDue) {}
}
