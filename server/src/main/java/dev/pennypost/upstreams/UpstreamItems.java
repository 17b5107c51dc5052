package dev.pennypost.upstreams;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every domain of the upstream account.
///
/// @param selected the upstream's id of the one that is managed here; null when none is
public record UpstreamItems(
        List<UpstreamItem> items, @Nullable String selected) {
    public UpstreamItems {
        items = List.copyOf(items);
    }
}
