package dev.pennypost.inboxes;

import dev.pennypost.domains.Domain;

/// A domain with its records, as those see it who think in inboxes.
///
/// @param isDefault whether it is the team's default; one at most is
/// @param inboxes how many it has
public record DetailedDomain(Domain domain, boolean isDefault, long inboxes) {
    public Standing standing() {
        return Standing.of(domain.summary());
    }
}
