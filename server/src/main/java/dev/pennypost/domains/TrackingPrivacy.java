package dev.pennypost.domains;

import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.util.Collection;
import java.util.Set;

/// Tells of whose emails it may be kept who visited them.
public final class TrackingPrivacy {
    private final DomainStore store = new DomainStore();

    /// A domain, and the team it is asked for.
    public record Asked(TeamId team, DomainId domain) {}

    /// Those of these domains of which it may be. Of one that is gone it may not: nobody can say any more.
    public Set<DomainId> keepingVisitors(Transaction tx, Collection<Asked> asked) {
        return store.keepingVisitors(tx, asked);
    }
}
