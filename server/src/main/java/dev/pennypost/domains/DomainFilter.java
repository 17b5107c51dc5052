package dev.pennypost.domains;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which of a team's domains are wanted.
///
/// @param suspended only those that are suspended, or only those that are not; null for both
public record DomainFilter(
        Set<DomainStatus> statuses, @Nullable Boolean suspended) {
    /// Every domain.
    public static final DomainFilter ALL = new DomainFilter(Set.of(DomainStatus.values()), null);

    public DomainFilter {
        statuses = Set.copyOf(statuses);
    }
}
