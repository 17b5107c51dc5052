package dev.pennypost.inboxes;

import java.util.List;

/// A few of a team's domains, newest first.
///
/// @param total of how many
public record DomainListing(List<InboxDomain> items, int total) {
    public DomainListing {
        items = List.copyOf(items);
    }
}
