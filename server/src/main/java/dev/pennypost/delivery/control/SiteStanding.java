package dev.pennypost.delivery.control;

import dev.pennypost.delivery.traffic.SiteState;
import java.util.List;

/// A site as this node sees it.
///
/// @param waiting how many deliveries wait in memory for their turn
/// @param sources how it stands with each address of ours; empty before it was spoken to
public record SiteStanding(String site, int waiting, List<SiteState> sources) {
    public SiteStanding {
        sources = List.copyOf(sources);
    }
}
