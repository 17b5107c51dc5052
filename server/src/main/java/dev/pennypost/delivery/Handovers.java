package dev.pennypost.delivery;

import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.util.List;
import java.util.Map;

/// Tells when emails were handed over to the servers of their recipients.
public final class Handovers {
    private final HandoverStore store = new HandoverStore();

    /// A delivery, and the team it is asked for.
    public record Asked(TeamId team, DeliveryId id) {}

    /// Those of these deliveries that are the teams'.
    public Map<DeliveryId, Handover> of(Transaction tx, List<Asked> asked) {
        return store.of(tx, asked);
    }
}
