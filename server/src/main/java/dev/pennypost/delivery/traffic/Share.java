package dev.pennypost.delivery.traffic;

/// This node's share of what all nodes together may ask of a site.
@FunctionalInterface
public interface Share {
    /// For a node that is alone.
    Share WHOLE = (_, limit) -> limit;

    /// The shares of all nodes add up to the limit, as long as they know of each other.
    int of(String site, int limit);
}
