package dev.pennypost.delivery.traffic;

import java.util.List;

/// The nodes that deliver from one database, as one of them sees them. What may be asked of a site is dealt out among
/// them: everybody computes the same shares, so nobody has to lead.
///
/// @param alive their names in order
/// @param self one of them
record Nodes(List<String> alive, String self) implements Share {
    Nodes {
        alive = List.copyOf(alive);
    }

    /// The remainder falls on other nodes for other sites.
    @Override
    public int of(String site, int limit) {
        int nodes = alive.size();
        int rank = alive.indexOf(self);
        if (nodes <= 1 || rank < 0) return limit;
        int place = Math.floorMod(rank + site.hashCode(), nodes);
        return limit / nodes + (place < limit % nodes ? 1 : 0);
    }
}
