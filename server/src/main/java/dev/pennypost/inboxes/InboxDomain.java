package dev.pennypost.inboxes;

import dev.pennypost.domains.DomainSummary;

/// A domain in the list of those who think in inboxes.
///
/// @param isDefault whether it is the team's default; one at most is
/// @param inboxes how many it has
public record InboxDomain(DomainSummary domain, boolean isDefault, long inboxes) {
    public Standing standing() {
        return Standing.of(domain);
    }
}
