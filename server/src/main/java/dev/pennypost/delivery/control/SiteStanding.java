package dev.pennypost.delivery.control;

import dev.pennypost.delivery.sites.SiteLimits;
import dev.pennypost.delivery.traffic.SiteState;
import java.util.List;

/// A site as this node sees it.
///
/// @param waiting how many deliveries wait in memory for their turn
/// @param limits what it may be asked from each address of ours
/// @param sources how it stands with each address of ours; empty before it was spoken to
public record SiteStanding(String site, int waiting, SiteLimits limits, List<SiteState> sources) {
    public SiteStanding {
        sources = List.copyOf(sources);
    }
}
