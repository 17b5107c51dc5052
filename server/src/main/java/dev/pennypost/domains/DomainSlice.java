package dev.pennypost.domains;

import java.util.List;

/// A few of a team's domains, newest first.
///
/// @param total of how many
public record DomainSlice(List<DomainSummary> items, int total) {
    public DomainSlice {
        items = List.copyOf(items);
    }
}
